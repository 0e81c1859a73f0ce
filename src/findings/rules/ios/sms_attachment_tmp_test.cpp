#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosSmsAttachmentTmp, reports_only_received_ones_of_that_name) {
  EXPECT_EQ(CaseBuilder()
                .run("CREATE TABLE IF NOT EXISTS ios_sms_attachments(id INTEGER PRIMARY KEY, filename, "
                     "is_outgoing, created);"
                     "INSERT INTO ios_sms_attachments(filename, is_outgoing, created) VALUES('/var/tmp/a-1', "
                     "0, 1700000000000000000), "
                     "('/var/tmp/b-1', 1, 1), ('/var/tmp/c-2', 0, 1), ('/VAR/tmp/d-1', 0, 1), "
                     "('~/Library/SMS/Attachments/e-1', 0, 1), (NULL, 0, 1)")
                .findings("ios.sms_attachment_tmp"),
            "medium medium 2023-11-14T22:13:20Z | 1 received attachment is recorded in /var/tmp under a name "
            "that ends in -1: \"/var/tmp/a-1\". | ios_sms_attachments 1\n");
}

}  // namespace bridle::testing

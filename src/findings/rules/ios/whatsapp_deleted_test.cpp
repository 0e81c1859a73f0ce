#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosWhatsappDeleted, is_one_finding_for_all_chats) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_whatsapp_chats(partner_name, contact_jid, missing_messages, "
                     "last_message, last_stored, state) "
                     "VALUES('Alice', 'a', 40, 1700000000000000000, 1700000000000000000, ''), (NULL, "
                     "'b@lid', 0, 1700000000000000000, "
                     "1600000000000000000, 'both'), ('usual', 'c', 2, 1700000000000000000, "
                     "1700000000000000000, ''), ('unsaid', 'd', NULL, NULL, NULL, ''), "
                     "('old', 'e', 90, 1, 1, 'main')")
                .findings("ios.whatsapp_deleted"),
            "informational low 2023-11-14T22:13:20Z | 2 WhatsApp chats hold fewer messages than were counted "
            "or dated: \"Alice\" (40 missing) and \"b@lid\" (its last message is gone). | ios_whatsapp_chats "
            "1, ios_whatsapp_chats 2\n");
}

}  // namespace bridle::testing

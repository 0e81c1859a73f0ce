#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosIdStatusCacheNul, names_the_addresses_with_two_nuls) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_id_status_cache(id, uri, lookup_date, double_nul) VALUES"
                     "(1, 'mailto:a@example.org\\x00\\x00', 1600000000000000000, 1), (2, 'tel:+1', 1, 0), "
                     "(3, 'mailto:b@example.org\\x00\\x00c', NULL, 1)")
                .findings("ios.id_status_cache_nul"),
            "high medium 2020-09-13T12:26:40Z | 2 looked-up addresses hold two NUL characters in a row: "
            "mailto:a@example.org\\x00\\x00 and mailto:b@example.org\\x00\\x00c. | ios_id_status_cache 1, "
            "ios_id_status_cache 3\n");
}

TEST(IosIdStatusCacheNul, says_nothing_of_ordinary_addresses) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_id_status_cache(id, uri, double_nul) VALUES(1, 'tel:+1', 0), (2, "
                     "'mailto:a@example.org\\x00', 0)")
                .findings("ios.id_status_cache_nul"),
            std::string());
}

}  // namespace bridle::testing

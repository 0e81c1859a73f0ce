#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosSimCards, reads_cards_that_the_phone_remembers) {
  EXPECT_EQ(
      records(
          "ios.sim_cards",
          database_of(
              "CREATE TABLE subscriber_info(subscriber_id TEXT, subscriber_mdn TEXT, tag INTEGER, "
              "last_update_time REAL, slot_id INTEGER);"
              "INSERT INTO subscriber_info VALUES('8949000000000000000', '+491701234567', 7, 700000000, 1), "
              "('', NULL, 0, 0, 2)")),
      "subscriber_info rowid 1 | 8949000000000000000 | +491701234567 | 2023-03-08T20:26:40Z | 1 | "
      "{\"tag\":7}\n"
      "subscriber_info rowid 2 | NULL | NULL | NULL | 2 | NULL\n");
}

TEST(IosSimCards, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.sim_cards", database_of("CREATE TABLE t(a)")),
            "failed: unsupported: database has no table subscriber_info\n");
}

}  // namespace bridle::testing

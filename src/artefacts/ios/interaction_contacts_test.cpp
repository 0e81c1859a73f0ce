#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosInteractionContacts, reads_first_and_last_times) {
  EXPECT_EQ(
      records("ios.interaction_contacts",
              database_of(
                  "CREATE TABLE ZCONTACTS(Z_PK INTEGER PRIMARY KEY, ZDISPLAYNAME TEXT, ZIDENTIFIER TEXT, "
                  "ZPERSONID TEXT, ZCUSTOMIDENTIFIER TEXT, ZINCOMINGRECIPIENTCOUNT INTEGER, "
                  "ZINCOMINGSENDERCOUNT INTEGER, ZOUTGOINGRECIPIENTCOUNT INTEGER, ZCREATIONDATE REAL, "
                  "ZFIRSTINCOMINGRECIPIENTDATE REAL, ZFIRSTINCOMINGSENDERDATE REAL, "
                  "ZFIRSTOUTGOINGRECIPIENTDATE REAL, ZLASTINCOMINGSENDERDATE REAL, "
                  "ZLASTINCOMINGRECIPIENTDATE REAL, ZLASTOUTGOINGRECIPIENTDATE REAL, ZPERSONIDTYPE INTEGER);"
                  "INSERT INTO ZCONTACTS VALUES(1, 'Eve', 'eve@example.org', 'P', 'c', 1, 2, 3, 700000000, "
                  "700000001, 700000002, 700000003, 700000004, 700000005, 700000006, 3)")),
      "ZCONTACTS rowid 1 | 1 | eve@example.org | c | Eve | P | 2023-03-08T20:26:40Z | 2023-03-08T20:26:42Z | "
      "2023-03-08T20:26:44Z | 2023-03-08T20:26:41Z | 2023-03-08T20:26:45Z | 2023-03-08T20:26:43Z | "
      "2023-03-08T20:26:46Z | 2 | 1 | 3 | {\"ZPERSONIDTYPE\":3}\n");
}

TEST(IosInteractionContacts, says_which_state_of_the_log_holds_a_person) {
  auto [main, wal] = database_with_wal(
      "CREATE TABLE ZCONTACTS(Z_PK INTEGER PRIMARY KEY, ZIDENTIFIER TEXT); INSERT INTO ZCONTACTS VALUES(1, "
      "'+1')",
      "DELETE FROM ZCONTACTS");
  EXPECT_EQ(records_with_wal("ios.interaction_contacts", main, wal),
            "main ZCONTACTS rowid 1 | 1 | +1 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL "
            "| NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosInteractionContacts, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.interaction_contacts", database_of("CREATE TABLE ZCONTACTS(Z_PK)")),
            "failed: unsupported: table ZCONTACTS has no column ZIDENTIFIER\n");
}

TEST(IosInteractionContacts, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-mvt-backup/ios_backup/1f");
  EXPECT_EQ(
      records("ios.interaction_contacts", content_of(folder / "1f5a521220a3ad80ebfdc196978df8e7a2e49dee")),
      "ZCONTACTS rowid 1 | 1 | 100000000000001@lid | 100000000000001@lid | NULL | NULL | NULL | NULL | NULL "
      "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "ZCONTACTS rowid 2 | 2 | +14155550100 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL\n"
      "ZCONTACTS rowid 3 | 3 | +14155550101 | NULL | Bob Example | NULL | NULL | 2025-09-03T13:46:40Z | "
      "2025-09-10T12:26:40Z | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n");
}

}  // namespace bridle::testing

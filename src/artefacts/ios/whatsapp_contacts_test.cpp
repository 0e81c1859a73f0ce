#include <gtest/gtest.h>

#include <algorithm>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosWhatsappContacts, reads_the_generation_of_2023) {
  EXPECT_EQ(
      records("ios.whatsapp_contacts",
              database_of("CREATE TABLE ZWAADDRESSBOOKCONTACT(Z_PK INTEGER PRIMARY KEY, "
                          "ZDISAPPEARINGMODEDURATION INTEGER, ZPHONESTATUS INTEGER, "
                          "ZSORT INTEGER, ZDISAPPEARINGMODETIMESTAMP TIMESTAMP, ZABOUTTEXT VARCHAR, "
                          "ZFULLNAME VARCHAR, ZPHONENUMBER VARCHAR, "
                          "ZWHATSAPPID VARCHAR, ZDEVICELIST BLOB);"
                          "INSERT INTO ZWAADDRESSBOOKCONTACT VALUES(1, 604800, 2, 4000, 700000000, 'see "
                          "https://example.org/', 'Alice', "
                          "'+1 415 555-0100', '14155550100@s.whatsapp.net', x'0102'), (2, 90, 2, 0, NULL, "
                          "'', 'Bob', NULL, NULL, NULL)")),
      "ZWAADDRESSBOOKCONTACT rowid 1 | 1 | 14155550100@s.whatsapp.net | NULL | +1 415 555-0100 | NULL | "
      "Alice | NULL | NULL | NULL | NULL | see https://example.org/ | NULL | NULL | 604800 | true | 7 days | "
      "2023-03-08T20:26:40Z | NULL | NULL | NULL | 2 | NULL | {\"ZSORT\":4000,\"ZDEVICELIST\":\"AQI=\"}\n"
      "  mined about_text plain https://example.org/\n"
      "ZWAADDRESSBOOKCONTACT rowid 2 | 2 | NULL | NULL | NULL | NULL | Bob | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | 90 | true | 90 seconds | NULL | NULL | NULL | NULL | 2 | NULL | NULL\n");
}

TEST(IosWhatsappContacts, reads_a_generation_that_tells_little) {
  EXPECT_EQ(records("ios.whatsapp_contacts",
                    database_of("CREATE TABLE ZWAADDRESSBOOKCONTACT(Z_PK INTEGER PRIMARY KEY, ZFULLNAME "
                                "BLOB, ZWHATSAPPID BLOB, ZPHONENUMBERSTATUS INTEGER);"
                                "INSERT INTO ZWAADDRESSBOOKCONTACT VALUES(1, CAST('Ann' AS BLOB), NULL, 3)")),
            "ZWAADDRESSBOOKCONTACT rowid 1 | 1 | NULL | NULL | NULL | NULL | Ann | NULL | NULL | NULL | NULL "
            "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 3 | NULL | NULL\n");
}

TEST(IosWhatsappContacts, says_which_state_of_the_log_holds_a_contact) {
  auto [main, wal] = database_with_wal(
      "CREATE TABLE ZWAADDRESSBOOKCONTACT(Z_PK INTEGER PRIMARY KEY, ZFULLNAME, ZWHATSAPPID);"
      "INSERT INTO ZWAADDRESSBOOKCONTACT VALUES(1, 'gone', NULL)",
      "DELETE FROM ZWAADDRESSBOOKCONTACT");
  EXPECT_EQ(
      records_with_wal("ios.whatsapp_contacts", main, wal),
      "main ZWAADDRESSBOOKCONTACT rowid 1 | 1 | NULL | NULL | NULL | NULL | gone | NULL | NULL | NULL | NULL "
      "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosWhatsappContacts, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.whatsapp_contacts",
                    database_of("CREATE TABLE ZWAADDRESSBOOKCONTACT(Z_PK INTEGER PRIMARY KEY)")),
            "failed: unsupported: table ZWAADDRESSBOOKCONTACT has no column ZWHATSAPPID, ZFULLNAME\n");
}

TEST(IosWhatsappContacts, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-mvt-backup/ios_backup/b8");
  EXPECT_EQ(
      records("ios.whatsapp_contacts", content_of(folder / "b8548dc30aa1030df0ce18ef08b882cf7ab5212f")),
      "ZWAADDRESSBOOKCONTACT rowid 1 | 1 | 14155550100@s.whatsapp.net | 100000000000001@lid | +14155550100 | "
      "(415) 555-0100 | Alice Example | Alice | Example | alice.example | NULL | Hey there! I am using "
      "WhatsApp. | NULL | NULL | 86400 | true | 24 hours | 2025-07-23T21:46:40Z | 2025-07-12T08:00:00Z | "
      "2025-08-16T01:20:00Z | 2025-08-04T11:33:20Z | 1 | 1 | {\"Z_ENT\":1,\"Z_OPT\":1}\n"
      "ZWAADDRESSBOOKCONTACT rowid 2 | 2 | 14155550101@s.whatsapp.net | NULL | +14155550101 | (415) 555-0101 "
      "| Bob Example | Bob | Example | NULL | NULL | NULL | NULL | NULL | NULL | false | off | NULL | NULL | "
      "NULL | 2025-08-04T11:33:20Z | 1 | 1 | {\"Z_ENT\":1,\"Z_OPT\":1}\n");
}

}  // namespace bridle::testing

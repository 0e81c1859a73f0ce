#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

constexpr std::string_view chat_storage =
    "/private/var/mobile/Containers/Shared/AppGroup/A/ChatStorage.sqlite";
constexpr const char* pairs =
    "CREATE TABLE ZWAPHONENUMBERLIDPAIR(Z_PK INTEGER PRIMARY KEY, ZLID, ZPHONENUMBER, ZTIMESTAMP, Z_OPT);"
    "INSERT INTO ZWAPHONENUMBERLIDPAIR VALUES(1, '100', '14155550100', 700000000, 2), (2, '101', "
    "'+14155550101', 0, 0), (3, NULL, NULL, NULL, 0)";

}  // namespace

TEST(IosWhatsappLids, pairs_ids_with_numbers_in_either_file) {
  EXPECT_EQ(records("ios.whatsapp_lids", database_of(pairs)),
            "ZWAPHONENUMBERLIDPAIR rowid 1 | 1 | 100 | +14155550100 | 2023-03-08T20:26:40Z | {\"Z_OPT\":2}\n"
            "ZWAPHONENUMBERLIDPAIR rowid 2 | 2 | 101 | +14155550101 | NULL | NULL\n"
            "ZWAPHONENUMBERLIDPAIR rowid 3 | 3 |  | NULL | NULL | NULL\n");
  EXPECT_EQ(records("ios.whatsapp_lids", database_of(pairs), chat_storage),
            records("ios.whatsapp_lids", database_of(pairs)));
}

TEST(IosWhatsappLids, finds_it_normal_that_chat_storage_holds_none) {
  EXPECT_EQ(records("ios.whatsapp_lids", database_of("CREATE TABLE a(b)"), chat_storage), std::string());
  EXPECT_EQ(records("ios.whatsapp_lids", database_of("CREATE TABLE a(b)")),
            "failed: unsupported: database has no table ZWAPHONENUMBERLIDPAIR\n");
}

TEST(IosWhatsappLids, says_which_state_of_the_log_holds_a_pair) {
  auto [main, wal] = database_with_wal(
      "CREATE TABLE ZWAPHONENUMBERLIDPAIR(Z_PK INTEGER PRIMARY KEY, ZLID, ZPHONENUMBER);"
      "INSERT INTO ZWAPHONENUMBERLIDPAIR VALUES(1, '1', '2')",
      "INSERT INTO ZWAPHONENUMBERLIDPAIR VALUES(2, '3', '4')");
  EXPECT_EQ(records_with_wal("ios.whatsapp_lids", main, wal),
            "both ZWAPHONENUMBERLIDPAIR rowid 1 | 1 | 1 | +2 | NULL | NULL\n"
            "wal ZWAPHONENUMBERLIDPAIR rowid 2 | 2 | 3 | +4 | NULL | NULL\n");
}

TEST(IosWhatsappLids, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-mvt-backup/ios_backup/e7");
  EXPECT_EQ(records("ios.whatsapp_lids", content_of(folder / "e794f6ffcc3c222535f47684a63d5178da3c4500")),
            "ZWAPHONENUMBERLIDPAIR rowid 1 | 1 | 100000000000001 | +14155550100 | 2025-08-25T07:33:20Z | "
            "{\"Z_ENT\":3,\"Z_OPT\":1}\n");
}

}  // namespace bridle::testing

#include <gtest/gtest.h>

#include <algorithm>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosAccounts, reads_accounts_with_their_kinds) {
  EXPECT_EQ(
      records("ios.accounts",
              database_of(
                  "CREATE TABLE ZACCOUNT(Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, ZACTIVE INTEGER, "
                  "ZAUTHENTICATED INTEGER, ZACCOUNTTYPE INTEGER, ZPARENTACCOUNT INTEGER, ZDATE TIMESTAMP, "
                  "ZACCOUNTDESCRIPTION VARCHAR, ZIDENTIFIER VARCHAR, ZOWNINGBUNDLEID VARCHAR, ZUSERNAME "
                  "VARCHAR, ZMODIFICATIONID VARCHAR);"
                  "CREATE TABLE ZACCOUNTTYPE(Z_PK INTEGER PRIMARY KEY, ZIDENTIFIER VARCHAR, "
                  "ZACCOUNTTYPEDESCRIPTION VARCHAR);"
                  "INSERT INTO ZACCOUNTTYPE VALUES(3, 'com.apple.account.AppleAccount', 'iCloud');"
                  "INSERT INTO ZACCOUNT VALUES(1, 2, 1, 1, 3, NULL, 700000000, 'iCloud', 'I-1', "
                  "'com.apple.AuthKit', 'jo@example.org', 'M'), (2, 2, 0, 0, 99, 1, NULL, '', NULL, NULL, "
                  "NULL, NULL)")),
      "ZACCOUNT rowid 1 | com.apple.account.AppleAccount | iCloud | jo@example.org | iCloud | "
      "2023-03-08T20:26:40Z | com.apple.AuthKit | I-1 | NULL | true | true | {\"ZMODIFICATIONID\":\"M\"}\n"
      "ZACCOUNT rowid 2 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 1 | false | false | NULL\n");
}

TEST(IosAccounts, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.accounts", database_of("CREATE TABLE ZACCOUNT(Z_PK)")),
            "failed: unsupported: table ZACCOUNT has no column ZUSERNAME, ZACCOUNTTYPE\n");
}

TEST(IosAccounts, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-ileapp-mvs23/dump/private/var/mobile/Library/Accounts");
  std::string text = records_with_wal("ios.accounts", content_of(folder / "Accounts3.sqlite"),
                                      content_of(folder / "Accounts3.sqlite-wal"));
  std::size_t now = 0;
  for (const char* state : {"both ", "wal "})
    for (std::size_t at = 0; (at = text.find(std::string(state) + "ZACCOUNT rowid", at)) != std::string::npos;
         ++at)
      ++now;
  EXPECT_EQ(now, 16U);  // by SQLite, with the log
}

}  // namespace bridle::testing

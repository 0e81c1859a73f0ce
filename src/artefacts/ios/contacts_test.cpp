#include <gtest/gtest.h>

#include <algorithm>

#include "testing/corpus.h"
#include "testing/records.h"
#include "testing/sqlite_builder.h"

namespace bridle::testing {
namespace {

std::string text_of(const std::vector<std::uint8_t>& bytes) {
  return std::string(as_text(bytes));
}

TEST(IosContacts, reads_persons_and_their_values) {
  auto bytes = SqliteBuilder()
                   .run(
                       "CREATE TABLE ABPerson(ROWID INTEGER PRIMARY KEY, First TEXT, Last TEXT, Middle TEXT, "
                       "Organization TEXT, Note TEXT,"
                       " CreationDate INTEGER, ModificationDate INTEGER, StoreID INTEGER, guid TEXT);"
                       "CREATE TABLE ABStore(ROWID INTEGER PRIMARY KEY, Name TEXT);"
                       "CREATE TABLE ABMultiValue(UID INTEGER PRIMARY KEY, record_id INTEGER, property "
                       "INTEGER, identifier INTEGER, label INTEGER,"
                       " value TEXT);"
                       "CREATE TABLE ABMultiValueLabel(value TEXT); CREATE TABLE ABMultiValueEntry(parent_id "
                       "INTEGER, key INTEGER, value TEXT);"
                       "CREATE TABLE ABMultiValueEntryKey(value TEXT);"
                       "INSERT INTO ABPerson VALUES(1, 'Ann', 'Lee', NULL, 'Org', 'met at "
                       "https://a.example/', 703260029, 704051995, 1, 'G'),"
                       " (2, NULL, NULL, NULL, NULL, NULL, NULL, 0, 9, NULL);"
                       "INSERT INTO ABStore VALUES(1, 'Card');"
                       "INSERT INTO ABMultiValueLabel VALUES('_$!<Mobile>!$_'), ('spare');"
                       "INSERT INTO ABMultiValueEntryKey VALUES('Street'), ('City');"
                       "INSERT INTO ABMultiValue VALUES(1, 1, 3, 0, 1, '+1 555 0100'), (2, 1, 4, 0, 2, "
                       "'ann@example.org'), (3, 1, 22, 7, 8,"
                       " 'http://ann.example'), (4, 1, 5, 0, NULL, NULL), (5, 44, 99, 0, NULL, 'x');"
                       "INSERT INTO ABMultiValueEntry VALUES(4, 1, '1 Road'), (4, 2, 'Town')")
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(
      records("ios.contacts", text_of(bytes->main)),
      "ABPerson rowid 1 | person | 1 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | Ann | NULL | Lee | "
      "Org | "
      "met at https://a.example/ | Card | 2023-04-15T14:00:29Z | 2023-04-24T17:59:55Z | {\"guid\":\"G\"}\n"
      "  mined note plain https://a.example/\n"
      "ABPerson rowid 2 | person | 2 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | "
      "NULL | {\"StoreID\":9}\n"
      "ABMultiValue rowid 1 | phone | 1 | 3 | Mobile | +1 555 0100 | +1 555 0100 | NULL | NULL | NULL | Ann "
      "| NULL | Lee | Org | NULL | "
      "NULL | NULL | NULL | NULL\n"
      "ABMultiValue rowid 2 | email | 1 | 4 | spare | ann@example.org | NULL | ann@example.org | NULL | NULL "
      "| Ann | NULL | Lee | Org | "
      "NULL | NULL | NULL | NULL | NULL\n"
      "ABMultiValue rowid 3 | url | 1 | 22 | NULL | http://ann.example | NULL | NULL | http://ann.example | "
      "NULL | Ann | NULL | Lee | "
      "Org | NULL | NULL | NULL | NULL | {\"identifier\":7,\"label\":8}\n"
      "ABMultiValue rowid 4 | address | 1 | 5 | NULL | NULL | NULL | NULL | NULL | {\"Street\":\"1 "
      "Road\",\"City\":\"Town\"} | Ann | "
      "NULL | Lee | Org | NULL | NULL | NULL | NULL | NULL\n"
      "ABMultiValue rowid 5 | other | 44 | 99 | NULL | x | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | "
      "NULL | NULL\n");
}

TEST(IosContacts, reads_minimal_tables) {
  auto bytes = SqliteBuilder()
                   .run(
                       "CREATE TABLE ABPerson(ROWID INTEGER PRIMARY KEY, First TEXT, Last TEXT); INSERT INTO "
                       "ABPerson VALUES(1, 'A', 'B')")
                   .build();
  ASSERT_TRUE(bytes);
  EXPECT_EQ(records("ios.contacts", text_of(bytes->main)),
            "ABPerson rowid 1 | person | 1 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | A | NULL | B | "
            "NULL | NULL | NULL | NULL | NULL | "
            "NULL\n");
}

TEST(IosContacts, names_what_an_unknown_generation_lacks) {
  auto bytes = SqliteBuilder().run("CREATE TABLE ABPerson(name)").build();
  ASSERT_TRUE(bytes);
  EXPECT_EQ(records("ios.contacts", text_of(bytes->main)),
            "failed: unsupported: table ABPerson has no column First, Last\n");
}

// Counts by the sqlite3 program; names and times by iLEAPP.
TEST(IosContacts, reads_the_address_book_of_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-ileapp-josh15/dump/filesystem2/mobile/Library/AddressBook");
  std::string all = records_with_wal("ios.contacts", content_of(folder / "AddressBook.sqlitedb"),
                                     content_of(folder / "AddressBook.sqlitedb-wal"));
  auto count = [&](std::string_view needle) {
    std::size_t found = 0;
    for (std::size_t at = all.find(needle); at != std::string::npos; at = all.find(needle, at + 1)) ++found;
    return found;
  };
  EXPECT_EQ(count(" | person | "), 9u) << all;
  EXPECT_EQ(count("\n") - count("\n  mined"), 9u + 13u) << all;
  EXPECT_EQ(count(" | phone | "), 7u);
  EXPECT_TRUE(all.contains("| Apple Inc. | NULL | Card | 2023-04-15T14:00:29Z | 2023-04-15T14:00:33Z |"))
      << all;
  EXPECT_TRUE(all.contains("| phone | 1 | 3 | Mobile | (919) 888-7386 | (919) 888-7386 |")) << all;
  EXPECT_TRUE(all.contains("\"City\":\"Cupertino\"")) << all;
}

}  // namespace
}  // namespace bridle::testing

#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/records.h"
#include "testing/sqlite_builder.h"

namespace bridle::testing {
namespace {

std::string text_of(const std::vector<std::uint8_t>& bytes) {
  return std::string(as_text(bytes));
}

TEST(IosCalendarParticipants, reads_everyone_with_entry_and_identity) {
  auto bytes =
      SqliteBuilder()
          .run(
              "CREATE TABLE CalendarItem(ROWID INTEGER PRIMARY KEY, summary TEXT, start_date REAL, "
              "organizer_id INTEGER);"
              "CREATE TABLE Participant(ROWID INTEGER PRIMARY KEY, entity_type INTEGER, type INTEGER, status "
              "INTEGER, role INTEGER,"
              " identity_id INTEGER, owner_id INTEGER, UUID TEXT, email TEXT, phone_number TEXT, is_self "
              "INTEGER, comment TEXT,"
              " last_modified REAL);"
              "CREATE TABLE Identity(display_name TEXT, address TEXT);"
              "INSERT INTO CalendarItem VALUES(5, 'Meeting', 700000000, 1);"
              "INSERT INTO Identity VALUES('Eve', 'mailto:eve@example.org'), ('Bob', 'tel:+15550100');"
              "INSERT INTO Participant VALUES(1, 8, 1, 1, 2, 1, 5, 'P1', 'user@example.org', NULL, 0, "
              "'come', 708000000),"
              " (2, 7, 1, 0, 1, 1, 5, 'P2', NULL, NULL, 1, NULL, 0), (3, 7, 0, 0, 0, 2, 99, 'P3', NULL, "
              "NULL, 0, NULL, NULL),"
              " (4, 7, 0, 0, 0, 77, NULL, NULL, NULL, NULL, NULL, NULL, NULL)")
          .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(records("ios.calendar_participants", text_of(bytes->main)),
            "Participant rowid 1 | 1 | 5 | Meeting | 2023-03-08T20:26:40Z | user@example.org | NULL | Eve | "
            "come | true | false | 8 | 1 | 2 | "
            "P1 | 2023-06-09T10:40:00Z | {\"type\":1}\n"
            "Participant rowid 2 | 2 | 5 | Meeting | 2023-03-08T20:26:40Z | eve@example.org | NULL | Eve | "
            "NULL | false | true | 7 | 0 | 1 | "
            "P2 | NULL | {\"type\":1}\n"
            "Participant rowid 3 | 3 | 99 | NULL | NULL | NULL | +15550100 | Bob | NULL | false | false | 7 "
            "| 0 | 0 | P3 | NULL | NULL\n"
            "Participant rowid 4 | 4 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | false | NULL | 7 | 0 "
            "| 0 | NULL | NULL | "
            "{\"identity_id\":77}\n");
}

TEST(IosCalendarParticipants, names_what_an_unknown_generation_lacks) {
  auto bytes = SqliteBuilder().run("CREATE TABLE Participant(owner_id)").build();
  ASSERT_TRUE(bytes);
  EXPECT_EQ(records("ios.calendar_participants", text_of(bytes->main)),
            "failed: unsupported: table Participant has no column identity_id\n");
}

TEST(IosCalendarParticipants, reads_the_organiser_of_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-mvt-backup/ios_backup");
  EXPECT_EQ(records("ios.calendar_participants",
                    content_of(folder / "20/2041457d5fe04d39d0ab481178355df6781e6858")),
            "Participant rowid 1 | 1 | NULL | NULL | NULL | user@example.org | 12345678 | NULL | NULL | true "
            "| NULL | NULL | NULL | NULL | "
            "a050b517-6677-5119-9a77-2d26bbf30507 | NULL | NULL\n");
}

}  // namespace
}  // namespace bridle::testing

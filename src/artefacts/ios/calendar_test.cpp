#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/records.h"
#include "testing/sqlite_builder.h"

namespace bridle::testing {
namespace {

constexpr std::string_view full =
    "CREATE TABLE CalendarItem(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, summary TEXT, location_id INTEGER, "
    "description TEXT,"
    " start_date REAL, start_tz TEXT, end_date REAL, all_day INTEGER, calendar_id INTEGER, organizer_id "
    "INTEGER, url TEXT,"
    " last_modified REAL, external_id TEXT, external_mod_tag TEXT, unique_identifier TEXT, external_rep "
    "BLOB, hidden INTEGER,"
    " UUID TEXT, creation_date REAL, action TEXT, created_by_id INTEGER, conference_url TEXT);"
    "CREATE TABLE Participant(ROWID INTEGER PRIMARY KEY, owner_id INTEGER, UUID TEXT, email TEXT, "
    "phone_number TEXT, comment TEXT,"
    " last_modified REAL);"
    "CREATE TABLE Calendar(ROWID INTEGER PRIMARY KEY, title TEXT);"
    "CREATE TABLE Location(ROWID INTEGER PRIMARY KEY, title TEXT, address TEXT);";

std::string text_of(const std::vector<std::uint8_t>& bytes) {
  return std::string(as_text(bytes));
}

TEST(IosCalendar, reads_an_entry_with_organiser_place_and_calendar) {
  auto bytes =
      SqliteBuilder()
          .run(std::string(full) +
               "INSERT INTO CalendarItem VALUES(5, 'Meeting', 3, 'Notes https://bad.example.org/', "
               "700000000, 'Europe/Berlin', 700003600, 0, 2,"
               " 9, 'https://a.example/', 710000000, '/cal/1.ics', 'tag', 'UID-5', 'BEGIN:VCALENDAR "
               "<![CDATA[x]]>', 1, 'U-5', 709000000,"
               " 'none', 4, 'https://meet.example/1');"
               "INSERT INTO Participant VALUES(9, 5, 'P-9', 'user@example.org', '+15550100', 'hi', "
               "708000000), (10, 5, 'P-10', 'b@example.org', NULL, NULL, 0);"
               "INSERT INTO Calendar VALUES(2, 'Work'); INSERT INTO Location VALUES(3, 'Office', '1 Road')")
          .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(records("ios.calendar", text_of(bytes->main)),
            "CalendarItem rowid 5 | 5 | Meeting | Notes https://bad.example.org/ | Office, 1 Road | "
            "2023-03-08T20:26:40Z | "
            "2023-03-08T21:26:40Z | false | 2 | Work | 9 | https://a.example/ | https://meet.example/1 | "
            "2023-07-02T14:13:20Z | "
            "/cal/1.ics | tag | UID-5 | true | U-5 | 2023-06-21T00:26:40Z | none | 4 | P-9 | "
            "user@example.org | +15550100 | hi | "
            "2023-06-09T10:40:00Z | 2 | 29 | true | BEGIN:VCALENDAR <![CDATA[x]]> | "
            "{\"start_tz\":\"Europe/Berlin\"}\n"
            "  mined description plain https://bad.example.org/\n");
}

TEST(IosCalendar, reads_minimal_tables_and_odd_values) {
  auto bytes =
      SqliteBuilder()
          .run(
              "CREATE TABLE CalendarItem(ROWID INTEGER PRIMARY KEY, summary TEXT, start_date REAL, "
              "external_rep BLOB);"
              "INSERT INTO CalendarItem VALUES(1, 'a', -63114076800.0, x'FF00'), (2, NULL, 'tomorrow', NULL)")
          .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  std::string nulls;
  for (int i = 0; i < 20; ++i) nulls += "NULL | ";
  EXPECT_EQ(records("ios.calendar", text_of(bytes->main)),
            "CalendarItem rowid 1 | 1 | a | NULL | NULL | NULL | " + nulls +
                "NULL | 0 | 2 | false | NULL | {\"start_date\":-63114076800,\"external_rep\":\"/wA=\"}\n"
                "CalendarItem rowid 2 | 2 | NULL | NULL | NULL | NULL | " +
                nulls + "NULL | 0 | 0 | false | NULL | {\"start_date\":\"tomorrow\"}\n");
}

TEST(IosCalendar, says_which_state_of_the_database_holds_an_entry) {
  auto bytes = SqliteBuilder()
                   .run(std::string(full) + "INSERT INTO CalendarItem(ROWID, summary) VALUES(1, 'gone')")
                   .into_wal()
                   .run("DELETE FROM CalendarItem; INSERT INTO CalendarItem(ROWID, summary) VALUES(2, 'new')")
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  std::string all = records_with_wal("ios.calendar", text_of(bytes->main), text_of(bytes->wal));
  EXPECT_TRUE(all.contains("wal CalendarItem rowid 2 | 2 | new |")) << all;
  EXPECT_TRUE(all.contains("main CalendarItem rowid 1 | 1 | gone |")) << all;
}

TEST(IosCalendar, names_what_an_unknown_generation_lacks) {
  auto bytes = SqliteBuilder().run("CREATE TABLE CalendarItem(title)").build();
  ASSERT_TRUE(bytes);
  EXPECT_EQ(records("ios.calendar", text_of(bytes->main)),
            "failed: unsupported: table CalendarItem has no column summary, start_date\n");
}

TEST(IosCalendar, reads_the_entry_of_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-mvt-backup/ios_backup");
  std::string all =
      records("ios.calendar", content_of(folder / "20/2041457d5fe04d39d0ab481178355df6781e6858"));
  // Times by date(1) from the stored seconds.
  EXPECT_EQ(all,
            "CalendarItem rowid 1 | 1 | Super interesting meeting | very very interesting things | NULL | "
            "2023-04-18T09:15:00Z | "
            "2023-04-18T10:15:00Z | false | 1 | NULL | 1 |  | NULL | 2023-04-11T18:30:38Z | NULL | NULL |  | "
            "false | "
            "FAE72C77-4932-47FD-885C-A084D502F3C4 | 2023-04-11T18:30:06Z |  | 0 | "
            "a050b517-6677-5119-9a77-2d26bbf30507 | "
            "user@example.org | 12345678 | NULL | NULL | 0 | 0 | false | NULL | NULL\n");
}

}  // namespace
}  // namespace bridle::testing

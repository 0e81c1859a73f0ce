#include "mvt_ios_rows.h"
#include "testing/database_text.h"
#include "testing/plist_builder.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;

// Rows whose evidence MVT's tests make, or put into another backup.
using MvtMade = MvtRows;

constexpr const char* safari = "Library/Safari/";
constexpr const char* profile = "Profiles/00000000-0000-4000-A000-000000000001/";

std::string history(const std::string& rows) {
  return database_of(
      "CREATE TABLE history_items(id INTEGER PRIMARY KEY, url TEXT); CREATE TABLE history_visits(id INTEGER "
      "PRIMARY KEY, history_item INTEGER, visit_time REAL, redirect_source INTEGER, redirect_destination "
      "INTEGER);" +
      rows);
}
std::string one_visit(const std::string& host) {
  return history("INSERT INTO history_items VALUES(1, 'https://" + host +
                 "/visited-page'); INSERT INTO history_visits VALUES(1, 1, 726100000.0, NULL, NULL)");
}

BackupFile in_safari(const std::string& path, std::string_view content) {
  return {.domain = "AppDomain-com.apple.mobilesafari", .path = safari + path, .content = content};
}

TEST_F(MvtMade, tabs_of_a_second_profile) {
  std::string file = stored("3a47b0981ed7c10f3e2800aa66bac96a3b5db28e");
  BackupFile first = in_safari("BrowserState.db", {}),
             second = in_safari(std::string(profile) + "BrowserState.db", {});
  first.domain = "HomeDomain";
  first.from_file = second.from_file = file;
  examine_backup({first, second});
  expect_row(
      "ios_backup/"
      "test_safari_browserstate.py::TestSafariBrowserStateModule::test_parsing_backup_with_profile",
      "safari_browser_state", "SafariBrowserState");
  EXPECT_EQ(count_in(made("case"), "SELECT count(DISTINCT task) FROM ios_safari_browser_state"), 2);
}

TEST_F(MvtMade, visits_of_two_profiles_in_a_backup_and_in_a_dump) {
  std::string first = one_visit("default.example.net"), second = one_visit("profile.example.net");
  std::string row = "ios_backup/test_safari_history.py::TestSafariHistoryModule::";
  BackupFile home = in_safari("History.db", first);
  home.domain = "HomeDomain";
  examine_backup({home, in_safari(std::string(profile) + "History.db", second)},
                 {"[domain-name:value='profile.example.net']"});
  expect_row(row + "test_parsing_backup_with_profile", "safari_history", "SafariHistory");
  expect_row(row + "test_detection_in_profile", "safari_history", "SafariHistory");
  EXPECT_THAT(text_of("safari_history_detected"), HasSubstr("https://profile.example.net/visited-page"));
  std::string place = std::string("private/var/mobile/") + safari;
  examine_dump({{.path = place + "History.db", .content = first},
                {.path = place + profile + "History.db", .content = second}});
  expect_row(row + "test_parsing_fs_dump_with_profile", "safari_history", "SafariHistory");
  EXPECT_THAT(text_of("safari_history"), HasSubstr("https://default.example.net/visited-page"));
  EXPECT_EQ(count_in(made("case"), "SELECT count(DISTINCT task) FROM ios_safari_history"), 2);
}

TEST_F(MvtMade, redirects_never_join_two_databases) {
  std::string first = history(
      "INSERT INTO history_items VALUES(1, 'http://safe.example.com/start'), (2, "
      "'https://safe.example.com/end'); INSERT INTO history_visits VALUES(1, 1, 726100000.0, NULL, 2), (2, "
      "2, "
      "726100000.1, 1, NULL)");
  std::string second = history(
      "INSERT INTO history_items VALUES(1, 'https://profile.example.net/visited-page'); INSERT INTO "
      "history_visits VALUES(2, 1, 726100000.0, NULL, NULL)");
  BackupFile home = in_safari("History.db", first);
  home.domain = "HomeDomain";
  examine_backup({home, in_safari(std::string(profile) + "History.db", second)});
  expect_row(
      "ios_backup/test_safari_history.py::TestSafariHistoryModule::test_redirect_ids_are_scoped_to_database",
      "safari_history", "SafariHistory");
}

TEST_F(MvtMade, calendar_alone_in_a_dump) {
  examine_dump({{.path = "private/var/mobile/Library/Calendar/Calendar.sqlitedb",
                 .from_file = stored("2041457d5fe04d39d0ab481178355df6781e6858")}});
  expect_row("ios_backup/test_calendar.py::TestCalendarModule::test_calendar_with_explicit_file_path",
             "calendar", "Calendar");
  EXPECT_THAT(text_of("calendar"), HasSubstr("\"summary\":\"Super interesting meeting\""));
}

TEST_F(MvtMade, interactions_with_and_without_the_contacts_of_whatsapp) {
  BackupFile interactions{.domain = "HomeDomain",
                          .path = "Library/CoreDuet/People/interactionC.db",
                          .content = {},
                          .from_file = stored("1f5a521220a3ad80ebfdc196978df8e7a2e49dee")};
  std::string row = "ios_backup/test_interactionc.py::TestInteractionCModule::";
  examine_backup({interactions});
  expect_row(row + "test_extraction_without_whatsapp_contacts", "interaction_c", "InteractionC");
  EXPECT_THAT(text_of("interaction_c"), HasSubstr("\"sender_identifier\":\"100000000000001@lid\""));
  EXPECT_EQ(times_in(text_of("interaction_c"), "Alice Example"), 0);
  examine_backup({interactions,
                  {.domain = "AppDomainGroup-group.net.whatsapp.WhatsApp.shared",
                   .path = "ContactsV2.sqlite",
                   .content = {},
                   .from_file = stored("b8548dc30aa1030df0ce18ef08b882cf7ab5212f")}});
  expect_row(row + "test_extraction_with_whatsapp_contacts", "interaction_c", "InteractionC");
  EXPECT_THAT(text_of("interaction_c"), HasSubstr("\"sender_resolved_name\":\"Alice Example\""));
  std::string timeline = read_text(made("mvt") + "/timeline.csv");
  EXPECT_EQ(times_in(timeline, "\"interactions_creation_date\""), 1);
  EXPECT_EQ(
      times_in(timeline, "\"2025-12-09 12:26:40.000000\",\"InteractionC\",\"interactions_creation_date\""),
      1);
  EXPECT_EQ(
      times_in(timeline, "\"2025-09-03 13:46:40.000000\",\"InteractionC\",\"first_incoming_sender_date\""),
      1);
}

TEST_F(MvtMade, a_second_time_of_a_sites_observation) {
  std::string file = database_of(
      "CREATE TABLE ObservedDomains(domainID INTEGER PRIMARY KEY, registrableDomain TEXT, lastSeen REAL, "
      "hadUserInteraction INTEGER, mostRecentUserInteractionTime REAL, mostRecentWebPushInteractionTime "
      "REAL); "
      "INSERT INTO ObservedDomains VALUES(1, 'example.com', 1634560250.0, 1, 1634560030.0, -1.0)");
  examine_backup({{.domain = "AppDomain-com.google.chrome.ios",
                   .path = "Library/WebKit/WebsiteData/ResourceLoadStatistics/observations.db",
                   .content = file}});
  expect_row(
      "ios_backup/test_webkit_resource_load_statistics.py::TestWebkitResourceLoadStatisticsModule::"
      "test_webkit_full_timestamp_schema",
      "webkit_resource_load_statistics", "WebkitResourceLoadStatistics");
  std::string text = text_of("webkit_resource_load_statistics");
  EXPECT_THAT(text, HasSubstr("\"most_recent_user_interaction_time_isodate\":\"2021-10-18 12:27:10"));
  EXPECT_EQ(text.find("web_push_interaction_time_isodate\":\"2"), std::string::npos);
}

TEST_F(MvtMade, nothing_where_there_is_no_database) {
  examine_backup({{.domain = "HomeDomain", .path = "Library/x", .content = "x"}});
  expect_row("ios_backup/test_whatsapp_contacts.py::TestWhatsappContactsModule::test_missing_database",
             "whatsapp_contacts", "WhatsappContacts");
  EXPECT_EQ(count_in(made("case"),
                     "SELECT count(*) FROM coverage WHERE artefact = 'ios.whatsapp_contacts' AND "
                     "status = 'absent'"),
            1);
}

// MVT looks at its backup as if it were a file system.
TEST_F(MvtMade, every_file_and_folder_of_a_dump) {
  std::string name = "64d0019cb3d46bfc8cce545a8ba54b93e7ea9347", place = folder_ / "dumped";
  std::filesystem::create_directories(place + "/private/var/mobile");
  std::filesystem::copy(corpus_ / "ios-mvt-backup/ios_backup", place + "/private/var/mobile/ios_backup",
                        std::filesystem::copy_options::recursive);
  examine(place, {"[process:name='" + name + "']"});
  std::string text = text_of("filesystem"), row = "ios_fs/test_filesystem.py::TestFilesystem::";
  // The folder itself is no member of what MVT lists.
  EXPECT_EQ(times_in(text, "private/var/mobile/ios_backup/"),
            number(row + "test_filesystem", "expected_results"));
  EXPECT_EQ(times_in(read_text(made("mvt") + "/timeline.csv"), "private/var/mobile/ios_backup/"),
            number(row + "test_filesystem", "expected_timeline"));
  EXPECT_EQ(records_of(out("filesystem_detected")), number(row + "test_detection", "expected_alerts"));
}

TEST_F(MvtMade, shutdown_logs_that_were_rotated) {
  auto log = [](std::string_view client) {
    return "remaining client pid: 100 (" + std::string(client) + ")\nSIGTERM: [1700000000]\n";
  };
  std::string place = "private/var/db/diagnostics/";
  std::string first = log("/usr/libexec/first"), second = log("/usr/libexec/second");
  examine_dump({{.path = place + "shutdown.log", .content = first},
                {.path = place + "shutdown.0.log", .content = second}});
  expect_row("ios_fs/test_shutdownlog.py::TestShutdownLog::test_discovers_rotated_shutdown_logs",
             "shutdown_log", "ShutdownLog");
  EXPECT_THAT(text_of("shutdown_log"), HasSubstr("/usr/libexec/second"));
  std::string third = log("/usr/sbin/filecoordinationd/123e4567-e89b-12d3-a456-426614174000");
  examine_dump({{.path = place + "shutdown.log", .content = third}},
               {"[file:path='/usr/sbin/filecoordinationd']"});
  expect_row(
      "ios_fs/"
      "test_shutdownlog.py::TestShutdownLog::test_file_path_indicator_matches_client_with_trailing_uuid",
      "shutdown_log", "ShutdownLog");
}

TEST_F(MvtMade, an_address_in_a_cache) {
  std::string file = database_of(
      "CREATE TABLE cfurl_cache_response(entry_ID INTEGER PRIMARY KEY, version INTEGER, hash_value INTEGER, "
      "storage_policy INTEGER, request_key TEXT, time_stamp TEXT, partition TEXT); INSERT INTO "
      "cfurl_cache_response VALUES(1, 0, 2, 0, 'http://example.com/thisisbad', '2023-11-14 22:13:20', NULL)");
  std::string path =
      "private/var/mobile/Containers/Data/Application/"
      "43637BC0-E3FA-4375-9A56-B85713075C0D/Library/Caches/com.example.app/Cache.db";
  examine_dump({{.path = path, .content = file}});
  expect_row("ios_fs/test_cache_files.py::TestCacheFiles::test_detection", "cache_files", "CacheFiles");
  EXPECT_THAT(text_of("cache_files_detected"), HasSubstr("\"url\":\"http://example.com/thisisbad\""));
  EXPECT_THAT(text_of("cache_files_detected"), HasSubstr("Library/Caches/com.example.app/Cache.db\""));
}

TEST_F(MvtMade, a_row_that_only_the_log_holds) {
  auto [main, log] = database_with_wal(
      "CREATE TABLE history_items(id INTEGER PRIMARY KEY, url TEXT); CREATE TABLE history_visits(id INTEGER "
      "PRIMARY KEY, history_item INTEGER, visit_time REAL); INSERT INTO history_items VALUES(1, "
      "'https://from.wal.example/')",
      "INSERT INTO history_visits VALUES(1, 1, 726100000.0)");
  std::string place = std::string("private/var/mobile/") + safari;
  examine_dump(
      {{.path = place + "History.db", .content = main}, {.path = place + "History.db-wal", .content = log}});
  expect_row("ios_backup/test_sqlite_handling.py::test_open_sqlite_reads_wal_without_modifying_evidence",
             "safari_history", "SafariHistory");
  std::string evidence = folder_ / "dump0/" + place;
  EXPECT_EQ(read_text(evidence + "History.db"), main);
  EXPECT_EQ(read_text(evidence + "History.db-wal"), log);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(evidence), {}), 2)
      << "nothing beside the evidence";
}

// MVT clones a damaged database; here its intact pages are read where it lies.
TEST_F(MvtMade, a_damaged_database_stays_as_it_is) {
  std::string file = one_visit("preserved.example");
  file[18] = file[19] = 3;  // a version of the format that nobody writes
  std::string place = std::string("private/var/mobile/") + safari;
  examine_dump({{.path = place + "History.db", .content = file}});
  expect_row("ios_backup/test_sqlite_handling.py::test_recovery_preserves_source_database", "safari_history",
             "SafariHistory");
  EXPECT_EQ(read_text(folder_ / "dump0/" + place + "History.db"), file);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_ / "dump0/" + place), {}), 1);
}

TEST_F(MvtMade, empty_rows_of_analytics) {
  auto built =
      SqliteBuilder()
          .run(
              "CREATE TABLE hard_failures(timestamp, data); CREATE TABLE soft_failures(timestamp, data); "
              "CREATE TABLE all_events(timestamp, data); INSERT INTO hard_failures VALUES(NULL, NULL)")
          .insert_blob("INSERT INTO soft_failures VALUES(1.0, ?)",
                       write_bplist(PlistTree::Dictionary{{"event", "valid"}}))
          .build();
  ASSERT_TRUE(built);
  examine_dump(
      {{.path = "private/var/Keychains/Analytics/trust_analytics.db", .content = as_text(built->main)}});
  expect_row("ios_backup/test_sqlite_handling.py::test_analytics_skips_empty_rows_and_continues", "analytics",
             "Analytics");
  EXPECT_THAT(text_of("analytics"), HasSubstr("\"event\":\"valid\""));
}

TEST_F(MvtMade, two_links_in_messages) {
  std::string file = database_of(
      "CREATE TABLE message(ROWID INTEGER PRIMARY KEY, guid TEXT, text TEXT, handle_id INTEGER, date "
      "INTEGER, "
      "is_from_me INTEGER, service TEXT); CREATE TABLE handle(ROWID INTEGER PRIMARY KEY, id TEXT); INSERT "
      "INTO "
      "handle VALUES(1, '+1'); INSERT INTO message VALUES(1, 'a', 'see http://example.com/thisisbad', 1, "
      "588813210, 0, 'SMS'), (2, 'b', 'see https://harmless.example', 1, 588813211, 0, 'SMS')");
  examine_backup({{.domain = "HomeDomain", .path = "Library/SMS/sms.db", .content = file}});
  expect_row("ios_backup/test_sms.py::TestSMSModule::test_detection_batches_urls_and_preserves_event", "sms",
             "SMS");
  EXPECT_THAT(text_of("sms_detected"), HasSubstr("\"guid\":\"a\""));
}

}  // namespace
}  // namespace bridle::testing

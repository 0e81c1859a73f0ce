#include <fmt/format.h>

#include "base/text.h"
#include "made_evidence.h"
#include "testing/database_text.h"
#include "testing/plist_builder.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;
using Dictionary = PlistTree::Dictionary;

// MVT's known defects that show only when a whole examination runs; the others are held by the tests that
// docs/differences-from-mvt.md names.
using IosDefects = MadeEvidence;

constexpr const char* usage_tables =
    "CREATE TABLE ZPROCESS(Z_PK INTEGER PRIMARY KEY, ZFIRSTTIMESTAMP, ZTIMESTAMP, ZPROCNAME, ZBUNDLENAME); "
    "CREATE TABLE ZLIVEUSAGE(Z_PK INTEGER PRIMARY KEY, ZHASPROCESS, ZTIMESTAMP, ZWIFIIN, ZWIFIOUT, ZWWANIN, "
    "ZWWANOUT);";

std::string usage(const std::string& rows) {
  return database_of(usage_tables + rows);
}

TEST_F(IosDefects, each_names_a_test_that_exists) {
  std::string page = read_text(std::string(BRIDLE_SOURCE_DIR) + "/docs/differences-from-mvt.md");
  std::string sources = test_sources();
  for (int number = 1; number <= 32; ++number) {
    auto row = between(page, fmt::format("\n| I{} |", number), "\n");
    ASSERT_TRUE(row) << "I" << number;
    std::string tests(row->substr(row->rfind(" | ", row->size() - 3)));
    int named = 0;
    for (std::string_view rest = tests; auto name = between(rest, "`", "`"); ++named) {
      rest = rest.substr(static_cast<std::size_t>(name->data() + name->size() + 1 - rest.data()));
      EXPECT_TRUE(has_test(sources, *name)) << "I" << number << ": " << *name;
    }
    EXPECT_GT(named, 0) << "I" << number << ":" << *row;
  }
}

TEST_F(IosDefects, indicated_paths_meet_files_of_dumps_and_of_backups) {
  examine_dump({{.path = "private/var/tmp/evil/agent", .content = "x"}},
               {"[file:path='/private/var/tmp/evil/agent']"});
  EXPECT_EQ(records_of(out("filesystem_detected")), 1);
  examine_backup({{.domain = "HomeDomain", .path = "Library/evil/agent", .content = "x"}},
                 {"[file:path='/private/var/mobile/Library/evil/agent']"});
  EXPECT_EQ(records_of(out("manifest_detected")), 1);
}

TEST_F(IosDefects, a_counter_without_a_process_hides_no_idle_process) {
  std::string file = usage(
      "INSERT INTO ZPROCESS VALUES(1, 700000000, 700000001, 'busy', NULL), (2, 700000000, "
      "700000001, 'idle', NULL); INSERT INTO ZLIVEUSAGE VALUES(1, 1, 700000002, 1, 1, 1, 1), (2, "
      "NULL, 700000002, 1, 1, 1, 1)");
  examine_backup(
      {{.domain = "WirelessDomain", .path = "Library/Databases/DataUsage.sqlite", .content = file}});
  EXPECT_THAT(text_of("datausage"), HasSubstr("\"proc_name\":\"idle\""));
}

TEST_F(IosDefects, a_process_without_a_name_costs_no_timeline) {
  std::string file = usage(
      "INSERT INTO ZPROCESS VALUES(1, 700000000, 700000001, NULL, NULL), (2, 700000000, "
      "'no time', 'named', NULL); INSERT INTO ZLIVEUSAGE VALUES(1, 1, 700000002, 1, 1, 1, 1), "
      "(2, 2, 700000003, 1, 1, 1, 1)");
  examine_backup(
      {{.domain = "WirelessDomain", .path = "Library/Databases/DataUsage.sqlite", .content = file}});
  EXPECT_THAT(timeline(), HasSubstr("\"live_usage\",\"named (Bundle ID"));
  EXPECT_EQ(times_in(timeline(), "\"Datausage\",\"live_usage\""), 2);
}

TEST_F(IosDefects, two_databases_of_traffic_are_two_rows_of_numbers) {
  std::string first = usage(
      "INSERT INTO ZPROCESS VALUES(1, 700000000, 700000001, 'a', NULL), (2, 700000000, "
      "700000001, 'b', NULL)");
  std::string second = usage(
      "INSERT INTO ZPROCESS VALUES(7, 700000000, 700000001, 'c', NULL), (9, 700000000, "
      "700000001, 'd', NULL)");
  examine_dump({{.path = "private/var/networkd/netusage.sqlite", .content = first},
                {.path = "private/var/networkd/db/netusage.sqlite", .content = second}});
  EXPECT_EQ(count("SELECT count(*) FROM ios_data_usage WHERE kind = 'idle'"), 4);
  // 3 to 6 are missing in neither file.
  EXPECT_EQ(text_in(made("case"),
                    "SELECT group_concat(gap_first || '-' || gap_last) FROM ios_data_usage WHERE kind = "
                    "'gap' AND gap_first > 2"),
            "8-8");
}

TEST_F(IosDefects, every_container_of_an_app_is_read) {
  auto chats = [](const std::string& text) {
    return database_of(
        "CREATE TABLE ZWACHATSESSION(Z_PK INTEGER PRIMARY KEY, ZCONTACTJID, ZPARTNERNAME); CREATE TABLE "
        "ZWAMESSAGE(Z_PK INTEGER PRIMARY KEY, ZCHATSESSION, ZISFROMME, ZMESSAGEDATE, ZTEXT, ZFROMJID, "
        "ZTOJID); INSERT "
        "INTO ZWAMESSAGE VALUES(1, 1, 0, 700000000, '" +
        text + "', '1@s.whatsapp.net', NULL)");
  };
  std::string first = chats("private"), second = chats("at work");
  examine_dump(
      {{.path = "private/var/mobile/Containers/Shared/AppGroup/A/ChatStorage.sqlite", .content = first},
       {.path = "private/var/mobile/Containers/Shared/AppGroup/B/ChatStorage.sqlite", .content = second}});
  EXPECT_THAT(text_of("whatsapp"), HasSubstr("\"ZTEXT\":\"private\""));
  EXPECT_THAT(text_of("whatsapp"), HasSubstr("\"ZTEXT\":\"at work\""));
}

TEST_F(IosDefects, sites_seen_by_mail_are_read) {
  std::string file = database_of(
      "CREATE TABLE ObservedDomains(domainID INTEGER PRIMARY KEY, registrableDomain TEXT, lastSeen REAL, "
      "hadUserInteraction INTEGER); INSERT INTO ObservedDomains VALUES(1, 'seen.example', 1634560250.0, 0)");
  examine_dump(
      {{.path = "private/var/mobile/Library/WebKit/com.apple.mobilemail/WebsiteData/ResourceLoadStatistics/"
                "observations.db",
        .content = file}},
      {"[domain-name:value='seen.example']"});
  EXPECT_EQ(records_of(out("webkit_resource_load_statistics_detected")), 1);
}

TEST_F(IosDefects, profiles_and_their_events_are_read_in_a_dump_without_indicators) {
  std::string place = "private/var/containers/Shared/SystemGroup/X/Library/ConfigurationProfiles/";
  std::string events = write_bplist(Dictionary{
      {"ProfileEvents",
       PlistTree::Array{Dictionary{
           {"com.example.profile", Dictionary{{"Operation", "install"},
                                              {"Process", "sh"},
                                              {"Timestamp", Time{1'700'000'000'000'000'000}}}}}}}});
  std::string profile = write_bplist(Dictionary{
      {"PayloadIdentifier", "com.example.profile"},
      {"PayloadDisplayName", "Free VPN"},
      {"PayloadType", "Configuration"},
      {"PayloadContent", PlistTree::Array{Dictionary{{"PayloadType", "com.apple.wifi.managed"}},
                                          Dictionary{{"PayloadType", "com.apple.security.root"}}}}});
  examine_dump({{.path = place + "MCProfileEvents.plist", .content = events},
                {.path = place + "profile-1.stub", .content = profile}});
  EXPECT_EQ(count("SELECT count(*) FROM ios_profile_events WHERE process = 'sh'"), 1);
  EXPECT_EQ(
      count("SELECT count(*) FROM ios_configuration_profiles WHERE payload_type = 'com.apple.security.root'"),
      1);
  EXPECT_EQ(count("SELECT count(*) FROM finding WHERE rule IN ('ios.configuration_profile', "
                  "'ios.profile_event_process')"),
            2);
}

TEST_F(IosDefects, alerts_bear_the_time_of_what_happened) {
  std::string file = database_of(
      "CREATE TABLE history_items(id INTEGER PRIMARY KEY, url TEXT); CREATE TABLE history_visits(id INTEGER "
      "PRIMARY "
      "KEY, history_item INTEGER, visit_time REAL); INSERT INTO history_items VALUES(1, "
      "'https://bad.example/'); INSERT "
      "INTO history_visits VALUES(1, 1, 700000000.0)");
  examine_backup({{.domain = "HomeDomain", .path = "Library/Safari/History.db", .content = file}},
                 {"[domain-name:value='bad.example']"});
  EXPECT_THAT(text_of("safari_history_detected"), HasSubstr("\"event_time\":\"2023-03-08 20:26:40.000000\""));
  EXPECT_THAT(read_text(made("mvt") + "/alerts_timeline.csv"), HasSubstr("2023-03-08 20:26:40.000000"));
}

// A purchase is written in UTC whatever the zone of the examiner.
TEST_F(IosDefects, no_zone_of_the_examiner_shifts_a_time) {
  std::string metadata = write_bplist(Dictionary{
      {"softwareVersionBundleId", "com.example.app"},
      {"itemName", "Example"},
      {"com.apple.iTunesStore.downloadInfo", Dictionary{{"purchaseDate", "2022-12-04T20:01:14Z"}}}});
  examine_dump(
      {{.path = "private/var/containers/Bundle/Application/U/iTunesMetadata.plist", .content = metadata}});
  std::string here = text_of("applications");
  EXPECT_THAT(here, HasSubstr("2022-12-04 20:01:14"));
  auto there =
      run_bridle({"examine", folder_ / "dump0", "--case", folder_ / "zone", "-q"}, {{"TZ", "Asia/Tokyo"}});
  EXPECT_NE(there.code, 2) << there.err;
  run_bridle({"export", folder_ / "zone", "--format", "mvt", "-o", folder_ / "zone_mvt"},
             {{"TZ", "Asia/Tokyo"}});
  EXPECT_EQ(read_text(folder_ / "zone_mvt/applications.json"), here);
}

}  // namespace
}  // namespace bridle::testing

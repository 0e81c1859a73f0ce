#include <gtest/gtest.h>

#include <sstream>

#include "program.h"
#include "testing/database_text.h"
#include "testing/plist_builder.h"

namespace bridle::testing {
namespace {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

// A backup with one small file for each module, examined and exported.
class MvtModules : public ::testing::Test {
 protected:
  void add(std::string domain, std::string path, std::string content) {
    files_.push_back({std::move(domain), std::move(path), std::move(content)});
  }
  std::string exported(const std::string& slug) {
    auto backup = IosBackupBuilder::begin(folder_ / "backup", BackupTemplate{});
    if (!backup) return backup.error().message;
    for (const File& file : files_)
      if (auto done = (*backup)->add({.domain = file.domain, .path = file.path, .content = file.content});
          !done)
        return done.error().message;
    if (auto done = (*backup)->finish(); !done) return done.error().message;
    run_bridle({"examine", folder_ / "backup", "--case", folder_ / "case", "-q"});
    run_bridle({"export", folder_ / "case", "--format", "mvt", "-o", folder_ / "mvt"});
    std::string text = read_text(folder_ / "mvt/" + slug + ".json"), line;
    std::istringstream timeline(read_text(folder_ / "mvt/timeline.csv"));
    while (std::getline(timeline, line)) {
      if (line.ends_with('\r')) line.pop_back();
      if (line.find(",\"Manifest\",") == std::string::npos && !line.starts_with("\"UTC")) text += line + "\n";
    }
    return text;
  }

 private:
  struct File {
    std::string domain, path, content;
  };
  std::vector<File> files_;
  Folder folder_;
};

constexpr const char* chrome = "AppDomain-com.google.chrome.ios";
constexpr const char* profile = "Library/Application Support/Google/Chrome/Default/";

TEST_F(MvtModules, calls) {
  add("HomeDomain", "Library/CallHistoryDB/CallHistory.storedata",
      database_of("CREATE TABLE ZCALLRECORD(Z_PK INTEGER PRIMARY KEY, ZDATE, ZDURATION, ZADDRESS, ZLOCATION, "
                  "ZSERVICE_PROVIDER); INSERT INTO ZCALLRECORD VALUES(1, 700000000, 12.5, '+14155550100', "
                  "'US', 'com.apple.Telephony')"));
  EXPECT_EQ(exported("calls"),
            "[\n"
            "{\"isodate\":\"2023-03-08 "
            "20:26:40.000000\",\"duration\":12.5,\"location\":\"US\",\"number\":\"+14155550100\","
            "\"provider\":\"com.apple.Telephony\"}\n"
            "]\n"
            "\"2023-03-08 20:26:40.000000\",\"Calls\",\"call\",\"From +14155550100 using com.apple.Telephony "
            "during 12.5 seconds\"\n");
}

TEST_F(MvtModules, visits_of_chrome) {
  add(chrome, std::string(profile) + "History",
      database_of("CREATE TABLE urls(id INTEGER PRIMARY KEY, url TEXT); CREATE TABLE visits(id INTEGER "
                  "PRIMARY KEY, url INTEGER, visit_time INTEGER, from_visit INTEGER); INSERT INTO urls "
                  "VALUES(4, 'https://a.example/'); INSERT INTO visits VALUES(3, 4, 13344473600000000, 2), "
                  "(5, 9, 13344473600000000, 2)"));
  EXPECT_EQ(exported("chrome_history"),
            "[\n"
            "{\"id\":4,\"url\":\"https://a.example/"
            "\",\"visit_id\":3,\"timestamp\":13344473600000000,\"isodate\":\"2023-11-14 "
            "22:13:20.000000\",\"redirect_source\":2}\n"
            "]\n"
            "\"2023-11-14 22:13:20.000000\",\"ChromeHistory\",\"visit\",\"4 - https://a.example/ (visit ID: "
            "3, redirect source: 2)\"\n");
}

TEST_F(MvtModules, icons_of_chrome) {
  add(chrome, std::string(profile) + "Favicons",
      database_of("CREATE TABLE icon_mapping(id INTEGER PRIMARY KEY, page_url, icon_id); CREATE TABLE "
                  "favicons(id INTEGER PRIMARY KEY, url); CREATE TABLE favicon_bitmaps(id INTEGER PRIMARY "
                  "KEY, icon_id, last_updated, last_requested); INSERT INTO icon_mapping VALUES(1, "
                  "'https://a.example/', 2); INSERT INTO favicons VALUES(2, 'https://a.example/i'); INSERT "
                  "INTO favicon_bitmaps VALUES(3, 2, 0, 13344473600000000)"));
  EXPECT_EQ(exported("chrome_favicon"),
            "[\n"
            "{\"url\":\"https://a.example/\",\"icon_url\":\"https://a.example/"
            "i\",\"timestamp\":13344473600000000,\"isodate\":\"2023-11-14 22:13:20.000000\"}\n"
            "]\n"
            "\"2023-11-14 22:13:20.000000\",\"ChromeFavicon\",\"new_favicon\",\"https://a.example/i from "
            "https://a.example/\"\n");
}

TEST_F(MvtModules, visits_of_firefox) {
  add("AppDomainGroup-group.org.mozilla.ios.Firefox", "profile.profile/places.db",
      database_of("CREATE TABLE moz_places(id INTEGER PRIMARY KEY, url, title); CREATE TABLE "
                  "moz_historyvisits(id INTEGER PRIMARY KEY, place_id, visit_date, visit_type, is_local); "
                  "INSERT INTO moz_places VALUES(1, 'https://a.example/', 'A'); INSERT INTO "
                  "moz_historyvisits VALUES(2, 1, 1700000000000, 1, 1)"));
  EXPECT_EQ(
      exported("firefox_history"),
      "[\n"
      "{\"id\":2,\"isodate\":\"2023-11-14 "
      "22:13:20.000000\",\"url\":\"https://a.example/\",\"title\":\"A\",\"i1000000s_local\":1,\"type\":1}\n"
      "]\n"
      "\"2023-11-14 22:13:20.000000\",\"FirefoxHistory\",\"firefox_history\",\"Firefox visit with ID 2 to "
      "URL: https://a.example/\"\n");
}

TEST_F(MvtModules, icons_of_firefox) {
  add("AppDomainGroup-group.org.mozilla.ios.Firefox", "profile.profile/browser.db",
      database_of(
          "CREATE TABLE favicons(id INTEGER PRIMARY KEY, url, width, height, type, date); CREATE TABLE "
          "favicon_sites(id INTEGER PRIMARY KEY, siteID, faviconID); CREATE TABLE history(id INTEGER PRIMARY "
          "KEY, url); INSERT INTO favicons VALUES(1, 'https://a.example/i', 16, 16, 2, 1700000000); INSERT "
          "INTO favicon_sites VALUES(1, 4, 1); INSERT INTO history VALUES(4, 'https://a.example/')"));
  EXPECT_EQ(exported("firefox_favicon"),
            "[\n"
            "{\"id\":1,\"url\":\"https://a.example/"
            "i\",\"width\":16,\"height\":16,\"type\":2,\"isodate\":\"2023-11-14 "
            "22:13:20.000000\",\"history_id\":4,\"history_url\":\"https://a.example/\"}\n"
            "]\n"
            "\"2023-11-14 22:13:20.000000\",\"FirefoxFavicon\",\"firefox_favicon\",\"Firefox favicon "
            "https://a.example/i when visiting https://a.example/\"\n");
}

TEST_F(MvtModules, tabs_with_their_sessions) {
  std::string session =
      std::string(4, '\0') +
      write_bplist(
          Dictionary{{"SessionHistory",
                      Dictionary{{"SessionHistoryEntries",
                                  Array{Dictionary{{"SessionHistoryEntryURL", "https://a.example/1"},
                                                   {"SessionHistoryEntryOriginalURL", "http://a.example/1"},
                                                   {"SessionHistoryEntryTitle", "First"},
                                                   {"SessionHistoryEntryData", plist_data("123")}}}}}}});
  auto built = SqliteBuilder()
                   .run(
                       "CREATE TABLE tabs(id INTEGER PRIMARY KEY, uuid, title, url, user_visible_url, "
                       "last_viewed_time); CREATE TABLE tab_sessions(tab_uuid, session_data); INSERT INTO "
                       "tabs VALUES(1, 'T', 'A', 'https://a.example/2', 'a.example', 700000000)")
                   .insert_blob("INSERT INTO tab_sessions VALUES('T', ?)", session)
                   .build();
  ASSERT_TRUE(built);
  add("HomeDomain", "Library/Safari/BrowserState.db", std::string(as_text(built->main)));
  EXPECT_EQ(
      exported("safari_browser_state"),
      "[\n"
      "{\"tab_title\":\"A\",\"tab_url\":\"https://a.example/"
      "2\",\"tab_visible_url\":\"a.example\",\"last_viewed_timestamp\":\"2023-03-08 "
      "20:26:40.000000\",\"session_data\":[{\"entry_title\":\"First\",\"entry_url\":\"https://a.example/"
      "1\",\"data_length\":3}],\"safari_browser_state_db\":\"3a/3a47b0981ed7c10f3e2800aa66bac96a3b5db28e\"}\n"
      "]\n"
      "\"2023-03-08 20:26:40.000000\",\"SafariBrowserState\",\"tab\",\"A - https://a.example/2\"\n");
}

TEST_F(MvtModules, icons_of_safari) {
  add("AppDomain-com.apple.mobilesafari", "Library/Image Cache/Favicons/Favicons.db",
      database_of("CREATE TABLE page_url(url, uuid); CREATE TABLE icon_info(uuid, url, timestamp); CREATE "
                  "TABLE rejected_resources(page_url, icon_url, timestamp); INSERT INTO page_url "
                  "VALUES('https://a.example/', 'U'), ('https://b.example/', 'V'); INSERT INTO icon_info "
                  "VALUES('U', 'https://a.example/i', 700000000); INSERT INTO rejected_resources "
                  "VALUES('https://c.example/', 'https://c.example/i', 700000001)"));
  EXPECT_EQ(exported("safari_favicon"),
            "[\n"
            "{\"url\":\"https://a.example/\",\"icon_url\":\"https://a.example/"
            "i\",\"timestamp\":700000000,\"isodate\":\"2023-03-08 "
            "20:26:40.000000\",\"type\":\"valid\",\"safari_favicon_db_path\":\"c5/"
            "c5adfb4ad1149c4473f7fbf8eb633e958a96eda1\"},\n"
            "{\"url\":\"https://c.example/\",\"icon_url\":\"https://c.example/"
            "i\",\"timestamp\":700000001,\"isodate\":\"2023-03-08 "
            "20:26:41.000000\",\"type\":\"rejected\",\"safari_favicon_db_path\":\"c5/"
            "c5adfb4ad1149c4473f7fbf8eb633e958a96eda1\"}\n"
            "]\n"
            "\"2023-03-08 20:26:40.000000\",\"SafariFavicon\",\"safari_favicon\",\"Safari favicon from "
            "https://a.example/ with icon URL https://a.example/i (valid)\"\n"
            "\"2023-03-08 20:26:41.000000\",\"SafariFavicon\",\"safari_favicon\",\"Safari favicon from "
            "https://c.example/ with icon URL https://c.example/i (rejected)\"\n");
}

TEST_F(MvtModules, sites_of_sessions) {
  add("AppDomain-com.apple.mobilesafari",
      "Library/WebKit/WebsiteData/ResourceLoadStatistics/full_browsing_session_resourceLog.plist",
      write_bplist(Dictionary{
          {"browsingStatistics",
           Array{Dictionary{{"PrevalentResourceOrigin", "a.example"},
                            {"hadUserInteraction", true},
                            {"lastSeen", Time{1'550'000'000'000'000'000}},
                            {"topFrameUniqueRedirectsFrom", Array{Dictionary{{"origin", "b.example"}}}},
                            {"topFrameUniqueRedirectsTo", Array{"c.example", "d.example"}}},
                 Dictionary{{"PrevalentResourceOrigin", "e.example"}}}}}));
  EXPECT_EQ(
      exported("webkit_session_resource_log"),
      "[\n"
      "{\"file\":\"Library/WebKit/WebsiteData/ResourceLoadStatistics/"
      "full_browsing_session_resourceLog.plist\",\"origin\":\"a.example\",\"redirect_source\":[\"b.example\"]"
      ",\"redirect_destination\":[\"c.example\",\"d.example\"],\"subframe_under_origin\":[],\"subresource_"
      "under_origin\":[],\"user_interaction\":true,\"most_recent_interaction\":\"\",\"last_seen\":\"2019-02-"
      "12 19:33:20.000000\"},\n"
      "{\"file\":\"Library/WebKit/WebsiteData/ResourceLoadStatistics/"
      "full_browsing_session_resourceLog.plist\",\"origin\":\"e.example\",\"redirect_source\":[],\"redirect_"
      "destination\":[],\"subframe_under_origin\":[],\"subresource_under_origin\":[],\"user_interaction\":"
      "false,\"most_recent_interaction\":\"\",\"last_seen\":\"\"}\n"
      "]\n"
      "\"2019-02-12 19:33:20.000000\",\"WebkitSessionResourceLog\",\"visit\",\"Visited domain a.example\"\n");
}

TEST_F(MvtModules, counters_of_processes) {
  add("HomeDomain", "Library/Preferences/com.apple.osanalytics.addaily.plist",
      write_bplist(
          Dictionary{{"netUsageBaseline",
                      Dictionary{{"mDNSResponder", Array{Time{1'600'000'000'000'000'000}, 1, 2, 3, 4}}}}}));
  EXPECT_EQ(exported("os_analytics_ad_daily"),
            "[\n"
            "{\"package\":\"mDNSResponder\",\"ts\":\"2020-09-13 "
            "12:26:40.000000\",\"wifi_in\":1,\"wifi_out\":2,\"wwan_in\":3,\"wwan_out\":4}\n"
            "]\n"
            "\"2020-09-13 12:26:40.000000\",\"OSAnalyticsADDaily\",\"osanalytics_addaily\",\"mDNSResponder "
            "WIFI IN: 1, WIFI OUT: 2 - WWAN IN: 3, WWAN OUT: 4\"\n");
}

TEST_F(MvtModules, lookups) {
  add("HomeDomain", "Library/Preferences/com.apple.identityservices.idstatuscache.plist",
      write_bplist(Dictionary{
          {"com.apple.madrid",
           Dictionary{{"mailto:a@example.org", Dictionary{{"LookupDate", 635290963.5}, {"IDStatus", 1}}},
                      {"tel:+1", Dictionary{}}}}}));
  EXPECT_EQ(exported("id_status_cache"),
            "[\n"
            "{\"package\":\"com.apple.madrid\",\"user\":\"mailto:a@example.org\",\"isodate\":\"2021-02-17 "
            "21:42:43.500000\",\"idstatus\":1,\"occurrences\":1}\n"
            "]\n"
            "\"2021-02-17 21:42:43.500000\",\"IDStatusCache\",\"lookup\",\"Lookup of mailto:a@example.org "
            "within com.apple.madrid (Status 1)\"\n");
}

TEST_F(MvtModules, clients_of_locationd) {
  add("RootDomain", "Library/Caches/locationd/clients.plist",
      write_bplist(Dictionary{{"com.example.app:", Dictionary{{"BundleId", "com.example.app"},
                                                              {"LocationTimeStopped", 635290963.5},
                                                              {"LocationTimeStarted", 635290962.0},
                                                              {"ClientStorageToken", plist_data("ab")}}}}));
  EXPECT_EQ(
      exported("locationd_clients"),
      "[\n"
      "{\"package\":\"com.example.app\",\"BundleId\":\"com.example.app\",\"LocationTimeStopped\":\"2021-02-"
      "17 21:42:43.500000\",\"LocationTimeStarted\":635290962,\"ClientStorageToken\":\"YWI=\"}\n"
      "]\n"
      "\"2021-02-17 21:42:43.500000\",\"LocationdClients\",\"LocationTimeStopped\",\"LocationTimeStopped "
      "from com.example.app\"\n");
}

TEST_F(MvtModules, shortcuts) {
  auto built =
      SqliteBuilder()
          .run(
              "CREATE TABLE ZSHORTCUT(Z_PK INTEGER PRIMARY KEY, ZNAME, ZCREATIONDATE, ZMODIFICATIONDATE, "
              "ZACTIONSDESCRIPTION); CREATE TABLE ZSHORTCUTACTIONS(ZSHORTCUT, ZDATA); INSERT INTO ZSHORTCUT "
              "VALUES(1, 'Fetch', 700000000, 700000001, 'Get'), (2, NULL, NULL, NULL, NULL)")
          .insert_blob(
              "INSERT INTO ZSHORTCUTACTIONS VALUES(1, ?)",
              write_bplist(Array{
                  Dictionary{{"WFWorkflowActionIdentifier", "is.workflow.actions.downloadurl"},
                             {"WFWorkflowActionParameters", Dictionary{{"WFURL", "https://evil.example/x"}}}},
                  Dictionary{}}))
          .build();
  ASSERT_TRUE(built);
  add("HomeDomain", "Library/Shortcuts/Shortcuts.sqlite", std::string(as_text(built->main)));
  EXPECT_EQ(exported("shortcuts"),
            "[\n"
            "{\"shortcut_id\":1,\"shortcut_name\":\"Fetch\",\"description\":\"Get\",\"modified_date\":\"2023-"
            "03-08 20:26:41.000000\",\"isodate\":\"2023-03-08 "
            "20:26:40.000000\",\"parsed_actions\":2,\"action_urls\":[\"https://evil.example/x\"]},\n"
            "{\"shortcut_id\":2,\"shortcut_name\":null,\"description\":null,\"modified_date\":\"\","
            "\"isodate\":\"\",\"parsed_actions\":0,\"action_urls\":[]}\n"
            "]\n"
            "\"2023-03-08 20:26:40.000000\",\"Shortcuts\",\"shortcut_created\",\"iOS Shortcut 'Fetch': Get, "
            "URLs: https://evil.example/x\"\n"
            "\"2023-03-08 20:26:41.000000\",\"Shortcuts\",\"shortcut_modified\",\"iOS Shortcut 'Fetch': Get, "
            "URLs: https://evil.example/x\"\n");
}

TEST_F(MvtModules, cached_answers) {
  add("AppDomain-com.example.app", "Library/Caches/com.example.app/Cache.db",
      database_of("CREATE TABLE cfurl_cache_response(entry_ID INTEGER PRIMARY KEY, version, hash_value, "
                  "storage_policy, request_key, time_stamp, partition); INSERT INTO cfurl_cache_response "
                  "VALUES(1, 0, -5, 0, 'https://a.example/', '2023-11-14 22:13:20', NULL)"));
  EXPECT_EQ(exported("cache_files"),
            "[\n"
            "{\"cache_file\":\"Library/Caches/com.example.app/"
            "Cache.db\",\"entry_id\":1,\"version\":0,\"hash_value\":-5,\"storage_policy\":0,\"url\":\"https:/"
            "/a.example/\",\"isodate\":\"2023-11-14 22:13:20.000000\"}\n"
            "]\n"
            "\"2023-11-14 "
            "22:13:20.000000\",\"CacheFiles\",\"cache_response\",\"Library/Caches/com.example.app/Cache.db "
            "recorded visit to URL https://a.example/\"\n");
}

TEST_F(MvtModules, clients_of_a_shutdown) {
  add("DatabaseDomain", "diagnostics/shutdown.log",
      "After 1.5s, these clients are still here:\n\t\tremaining client pid: 7 (/usr/sbin/a)\nSIGTERM: "
      "[1700000000] All\n");
  EXPECT_EQ(exported("shutdown_log"),
            "[\n"
            "{\"isodate\":\"2023-11-14 "
            "22:13:20.000000\",\"pid\":\"7\",\"client\":\"/usr/sbin/a\",\"delay\":1.5,\"times_delayed\":1}\n"
            "]\n"
            "\"2023-11-14 22:13:20.000000\",\"ShutdownLog\",\"shutdown\",\"Client /usr/sbin/a with PID 7 was "
            "running when the device was shut down\"\n");
}

TEST_F(MvtModules, events_of_analytics) {
  auto built = SqliteBuilder()
                   .run(
                       "CREATE TABLE hard_failures(timestamp, data); CREATE TABLE soft_failures(timestamp, "
                       "data); INSERT INTO hard_failures VALUES(NULL, NULL)")
                   .insert_blob("INSERT INTO soft_failures VALUES(1, ?)",
                                write_bplist(Dictionary{{"event", "valid"}, {"build", "19D52"}}))
                   .build();
  ASSERT_TRUE(built);
  add("KeychainDomain", "Analytics/trust_analytics.db", std::string(as_text(built->main)));
  EXPECT_EQ(
      exported("analytics"),
      "[\n"
      "{\"event\":\"valid\",\"build\":\"19D52\",\"isodate\":\"1970-01-01 "
      "00:00:01.000000\",\"artifact\":\"trust_analytics.db\"}\n"
      "]\n"
      "\"1970-01-01 "
      "00:00:01.000000\",\"Analytics\",\"trust_analytics.db\",\"{\"\"event\"\":\"\"valid\"\",\"\"build\"\":"
      "\"\"19D52\"\"}\"\n"
      "\"1970-01-01 00:00:01.000000\",\"AnalyticsIOSVersions\",\"analytics_ios_version\",\"Build 19D52\"\n");
}

TEST_F(MvtModules, first_event_of_each_build) {
  auto built = SqliteBuilder()
                   .run("CREATE TABLE hard_failures(timestamp, data)")
                   .insert_blob("INSERT INTO hard_failures VALUES(2, ?1), (1, ?1)",
                                write_bplist(Dictionary{{"build", "19D52"}}))
                   .build();
  ASSERT_TRUE(built);
  add("KeychainDomain", "Analytics/trust_analytics.db", std::string(as_text(built->main)));
  EXPECT_EQ(
      exported("analytics_ios_versions"),
      "[\n"
      "{\"isodate\":\"1970-01-01 00:00:01.000000\",\"build\":\"19D52\",\"version\":\"\"}\n"
      "]\n"
      "\"1970-01-01 "
      "00:00:01.000000\",\"Analytics\",\"trust_analytics.db\",\"{\"\"build\"\":\"\"19D52\"\"}\"\n"
      "\"1970-01-01 00:00:01.000000\",\"AnalyticsIOSVersions\",\"analytics_ios_version\",\"Build 19D52\"\n"
      "\"1970-01-01 "
      "00:00:02.000000\",\"Analytics\",\"trust_analytics.db\",\"{\"\"build\"\":\"\"19D52\"\"}\"\n");
}

TEST_F(MvtModules, versions_named_by_journals) {
  add("DatabaseDomain", "analyticsd/Analytics-Journal-1.ips",
      "{\"timestamp\":\"2022-02-14 10:11:12.34 +0100\",\"os_version\":\"iPhone OS 15.3.1 (19D52)\"}\n");
  EXPECT_EQ(exported("ios_version_history"),
            "[\n"
            "{\"isodate\":\"2022-02-14 09:11:12.340000\",\"os_version\":\"iPhone OS 15.3.1 (19D52)\"}\n"
            "]\n"
            "\"2022-02-14 09:11:12.340000\",\"IOSVersionHistory\",\"ios_version\",\"Recorded iOS version "
            "iPhone OS 15.3.1 (19D52)\"\n");
}

TEST_F(MvtModules, traffic_of_netusage) {
  add("NetworkDomain", "db/netusage.sqlite",
      database_of(
          "CREATE TABLE ZPROCESS(Z_PK INTEGER PRIMARY KEY, ZFIRSTTIMESTAMP, ZTIMESTAMP, ZPROCNAME, "
          "ZBUNDLENAME); CREATE TABLE ZLIVEUSAGE(Z_PK INTEGER PRIMARY KEY, ZHASPROCESS, ZTIMESTAMP, ZWIFIIN, "
          "ZWIFIOUT, ZWWANIN, ZWWANOUT); INSERT INTO ZPROCESS VALUES(1, 700000000, 700000001, "
          "'mDNSResponder', NULL); INSERT INTO ZLIVEUSAGE VALUES(1, 1, 700000002, 1, 2, 3, 4)"));
  EXPECT_EQ(exported("netusage"),
            "[\n"
            "{\"first_isodate\":\"2023-03-08 20:26:40.000000\",\"isodate\":\"2023-03-08 "
            "20:26:41.000000\",\"proc_name\":\"mDNSResponder\",\"bundle_id\":null,\"proc_id\":1,\"wifi_in\":"
            "1,\"wifi_out\":2,\"wwan_in\":3,\"wwan_out\":4,\"live_id\":1,\"live_proc_id\":1,\"live_isodate\":"
            "\"2023-03-08 20:26:42.000000\"}\n"
            "]\n"
            "\"2023-03-08 20:26:40.000000\",\"Netusage\",\"first_usage\",\"mDNSResponder (Bundle ID: None, "
            "ID: 1)\"\n"
            "\"2023-03-08 20:26:41.000000\",\"Netusage\",\"current_usage\",\"mDNSResponder (Bundle ID: None, "
            "ID: 1)\"\n"
            "\"2023-03-08 20:26:42.000000\",\"Netusage\",\"live_usage\",\"mDNSResponder (Bundle ID: None, "
            "ID: 1) WWAN IN: 3, WWAN OUT: 4\"\n");
}

TEST_F(MvtModules, every_pair_of_recipient_and_attachment) {
  add("HomeDomain", "Library/CoreDuet/People/interactionC.db",
      database_of(
          "CREATE TABLE ZINTERACTIONS(Z_PK INTEGER PRIMARY KEY, ZSENDER, ZSTARTDATE, ZENDDATE, "
          "ZCREATIONDATE, ZBUNDLEID, ZDIRECTION); CREATE TABLE ZCONTACTS(Z_PK INTEGER PRIMARY KEY, "
          "ZIDENTIFIER, ZDISPLAYNAME); CREATE TABLE ZATTACHMENT(Z_PK INTEGER PRIMARY KEY, ZUTI, ZIDENTIFIER "
          "BLOB); CREATE TABLE Z_1INTERACTIONS(Z_1ATTACHMENTS, Z_3INTERACTIONS); CREATE TABLE "
          "Z_2INTERACTIONRECIPIENT(Z_2RECIPIENTS, Z_3INTERACTIONRECIPIENT); INSERT INTO ZINTERACTIONS "
          "VALUES(1, NULL, 700000000, 700000005, 700000000, 'a', 1); INSERT INTO ZCONTACTS VALUES(2, '+1', "
          "'B'), (3, '+2', 'C'); INSERT INTO Z_2INTERACTIONRECIPIENT VALUES(2, 1), (3, 1); INSERT INTO "
          "ZATTACHMENT VALUES(4, 'public.jpeg', x'ABCD'); INSERT INTO Z_1INTERACTIONS VALUES(4, 1)"));
  EXPECT_EQ(
      exported("interaction_c"),
      "[\n"
      "{\"start_date\":\"2023-03-08 20:26:40.000000\",\"end_date\":\"2023-03-08 "
      "20:26:45.000000\",\"bundle_id\":\"a\",\"account\":null,\"target_bundle_id\":null,\"direction\":"
      "\"OUTGOING\",\"sender_display_name\":null,\"sender_identifier\":null,\"sender_personid\":null,"
      "\"incoming_recipient_count\":null,\"incoming_sender_count\":null,\"outgoing_recipient_count\":null,"
      "\"contacts_creation_date\":\"\",\"first_incoming_recipient_date\":\"\",\"first_incoming_sender_date\":"
      "\"\",\"first_outgoing_recipient_date\":\"\",\"last_incoming_sender_date\":\"\",\"last_incoming_"
      "recipient_date\":\"\",\"last_outgoing_recipient_date\":\"\",\"custom_id\":null,\"recipient_display_"
      "name\":\"B\",\"recipient_identifier\":\"+1\",\"recipient_personid\":null,\"recipient_count\":null,"
      "\"domain_identifier\":null,\"is_response\":null,\"content\":null,\"uti\":\"public.jpeg\",\"attachment_"
      "content_url\":null,\"size\":null,\"photo_local_id\":null,\"attachment_id\":\"abcd\",\"cloud_id\":null,"
      "\"interactions_creation_date\":\"2023-03-08 "
      "20:26:40.000000\",\"interaction_content_url\":null,\"location_uuid\":null,\"group_name\":null,"
      "\"derivied_intent_id\":null,\"table_id\":1},\n"
      "{\"start_date\":\"2023-03-08 20:26:40.000000\",\"end_date\":\"2023-03-08 "
      "20:26:45.000000\",\"bundle_id\":\"a\",\"account\":null,\"target_bundle_id\":null,\"direction\":"
      "\"OUTGOING\",\"sender_display_name\":null,\"sender_identifier\":null,\"sender_personid\":null,"
      "\"incoming_recipient_count\":null,\"incoming_sender_count\":null,\"outgoing_recipient_count\":null,"
      "\"contacts_creation_date\":\"\",\"first_incoming_recipient_date\":\"\",\"first_incoming_sender_date\":"
      "\"\",\"first_outgoing_recipient_date\":\"\",\"last_incoming_sender_date\":\"\",\"last_incoming_"
      "recipient_date\":\"\",\"last_outgoing_recipient_date\":\"\",\"custom_id\":null,\"recipient_display_"
      "name\":\"C\",\"recipient_identifier\":\"+2\",\"recipient_personid\":null,\"recipient_count\":null,"
      "\"domain_identifier\":null,\"is_response\":null,\"content\":null,\"uti\":\"public.jpeg\",\"attachment_"
      "content_url\":null,\"size\":null,\"photo_local_id\":null,\"attachment_id\":\"abcd\",\"cloud_id\":null,"
      "\"interactions_creation_date\":\"2023-03-08 "
      "20:26:40.000000\",\"interaction_content_url\":null,\"location_uuid\":null,\"group_name\":null,"
      "\"derivied_intent_id\":null,\"table_id\":1}\n"
      "]\n"
      "\"2023-03-08 20:26:40.000000\",\"InteractionC\",\"start_date\",\"[a] outgoing from the owner to +1\"\n"
      "\"2023-03-08 20:26:45.000000\",\"InteractionC\",\"end_date\",\"[a] outgoing from the owner to +1\"\n");
}

}  // namespace
}  // namespace bridle::testing

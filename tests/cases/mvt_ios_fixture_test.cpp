#include <fmt/format.h>

#include "mvt_ios_rows.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;

constexpr const char* tests = "ios_backup/test_";

// Rows about MVT's own backup as it is, with its own nine indicators.
class MvtFixture : public MvtRows {
 protected:
  std::string named(const std::string& test) const { return tests + test; }
};

TEST_F(MvtFixture, gives_what_every_module_finds) {
  examine_fixture();
  expect_row(named("manifest.py::TestManifestModule::test_manifest"), "manifest", "Manifest");
  for (auto [flags, count] : {std::pair{1, 1089}, {2, 2618}, {4, 14}})
    EXPECT_EQ(
        count_in(made("case"), fmt::format("SELECT count(*) FROM ios_manifest WHERE flags = {}", flags)),
        count);
  expect_row(named("safari_browserstate.py::TestSafariBrowserStateModule::test_parsing"),
             "safari_browser_state", "SafariBrowserState");
  expect_row(named("safari_history.py::TestSafariHistoryModule::test_parsing"), "safari_history",
             "SafariHistory");
  EXPECT_THAT(read_text(made("mvt") + "/urls.json"),
              HasSubstr("\"url\":\"https://badbadbad.example.org/\",\"expanded_url\":null,\"timestamp\":"
                        "\"2019-08-29 23:13:30."));
  expect_row(named("webkit_resource_load_statistics.py::TestWebkitResourceLoadStatisticsModule::test_webkit"),
             "webkit_resource_load_statistics", "WebkitResourceLoadStatistics");
  std::string sites = text_of("webkit_resource_load_statistics");
  EXPECT_THAT(sites, HasSubstr("google.com"));
  EXPECT_THAT(sites, HasSubstr("-1"));
  EXPECT_EQ(sites.find("eb_push"), std::string::npos) << "a column that this schema does not have";
  expect_row(named("tcc.py::TestTCCModule::test_tcc_detection"), "tcc", "TCC");
  EXPECT_THAT(text_of("tcc_detected"),
              HasSubstr("\"service\":\"kTCCServiceLiverpool\",\"client\":\"Launch\""));
}

TEST_F(MvtFixture, gives_no_alert_without_indicators) {
  examine_fixture({"[domain-name:value='nobody.invalid']"});
  expect_row(named("calendar.py::TestCalendarModule::test_calendar"), "calendar", "Calendar");
  EXPECT_THAT(text_of("calendar"), HasSubstr("\"summary\":\"Super interesting meeting\""));
  expect_row(named("sms.py::TestSMSModule::test_sms"), "sms", "SMS");
  expect_row(named("tcc.py::TestTCCModule::test_tcc"), "tcc", "TCC");
  EXPECT_THAT(
      text_of("tcc").substr(0, 200),
      HasSubstr("\"service\":\"kTCCServiceUbiquity\",\"client\":\"com.apple.Preferences\",\"client_type\":"
                "\"bundle_id\",\"auth_value\":\"allowed\""));
  expect_row(named("whatsapp_contacts.py::TestWhatsappContactsModule::test_extraction"), "whatsapp_contacts",
             "WhatsappContacts");
}

TEST_F(MvtFixture, describes_the_backup) {
  examine_fixture();
  EXPECT_THAT(text_of("backup_info"), HasSubstr("\"Build Version\": \"18C66\""));
  EXPECT_THAT(text_of("backup_info"), HasSubstr("\"IMEI\": \"42\""));
  EXPECT_EQ(count_in(made("case"), "SELECT count(*) FROM ios_manifest WHERE domain = 'CameraRollDomain'"),
            290);
}

// The one alert of MVT is about id 5; ours names every missing id, those at the end too, in one finding.
TEST_F(MvtFixture, gives_traffic_and_its_gaps) {
  examine_fixture();
  std::string test = named("datausage.py::TestDatausageModule::test_datausage");
  EXPECT_EQ(records_of(out("datausage")), number(test, "expected_results"));
  EXPECT_EQ(events_of(made("mvt"), "Datausage"), number(test, "expected_timeline"));
  EXPECT_EQ(count_in(made("case"), "SELECT count(*) FROM finding WHERE rule LIKE 'ios.data_usage%'"),
            number(test, "expected_alerts"));
  EXPECT_THAT(text_of("datausage").substr(0, 80), HasSubstr("\"first_isodate\":\"2019-08-27 15:08:09"));
}

TEST_F(MvtFixture, gives_both_rows_of_a_process_that_is_looked_for) {
  examine_fixture({"[process:name='CumulativeUsageTracker']"});
  std::string alerts = text_of("datausage_detected");
  EXPECT_EQ(times_in(alerts, "\"level\":\"CRITICAL\""), 2);
  EXPECT_EQ(times_in(alerts, "\"matched_indicator\":{\"value\":\"CumulativeUsageTracker\""), 2);
  simdjson::dom::parser parser;
  for (simdjson::dom::element alert : parser.load(out("datausage_detected")))
    EXPECT_NE(alert["event"]["matched_indicator"].error(), simdjson::SUCCESS);
}

TEST_F(MvtFixture, gives_the_preferences_and_the_lockdown_mode) {
  examine_fixture();
  expect_row(named("global_preferences.py::TestGlobalPreferencesModule::test_global_preferences"),
             "global_preferences", "GlobalPreferences");
  EXPECT_THAT(text_of("global_preferences_detected"), HasSubstr("\"level\":\"INFORMATIONAL\""));
  EXPECT_THAT(text_of("global_preferences").substr(0, 80),
              HasSubstr("{\"entry\":\"WebKitShowLinkPreviews\",\"value\":false}"));
}

// LID.sqlite lies in the folder and not in the index, so that its pair and its event are missing here.
TEST_F(MvtFixture, gives_messages_and_chats_but_no_file_outside_the_index) {
  examine_fixture({"[domain-name:value='nobody.invalid']"});
  std::string test = named("whatsapp.py::test_extraction");
  EXPECT_EQ(records_of(out("whatsapp")), *number(test, "expected_results") - 1);
  EXPECT_EQ(events_of(made("mvt"), "Whatsapp"), *number(test, "expected_timeline") - 1);
  std::string text = text_of("whatsapp");
  for (std::string_view part :
       {"https://example.org/news", "\"first_stored_message_date\":\"2025-08-27 15:06:40.000000\"",
        "\"last_stored_message_date\":\"2025-08-28 18:53:20.000000\"",
        "\"group_creation_date\":\"2025-08-21 20:13:20.000000\"",
        "\"first_stored_message_date\":\"2025-08-29 22:40:00.000000\"",
        "\"last_message_date\":\"2025-08-31 02:26:40.000000\"", "\"ZMESSAGEDATE\":778000000"})
    EXPECT_THAT(text, HasSubstr(std::string(part)));
}

// With the database of pairs in the index, all that the row expects is there.
TEST_F(MvtFixture, resolves_hidden_ids_when_the_pairs_are_in_the_index) {
  std::string group = "AppDomainGroup-group.net.whatsapp.WhatsApp.shared";
  examine_backup({{.domain = group,
                   .path = "ChatStorage.sqlite",
                   .content = {},
                   .from_file = stored("7c7fba66680ef796b916b067077cc246adacf01d")},
                  {.domain = group,
                   .path = "LID.sqlite",
                   .content = {},
                   .from_file = stored("e794f6ffcc3c222535f47684a63d5178da3c4500")}},
                 {"[domain-name:value='nobody.invalid']"});
  std::string test = named("whatsapp.py::test_extraction");
  EXPECT_EQ(records_of(out("whatsapp")), *number(test, "expected_results"));
  EXPECT_EQ(events_of(made("mvt"), "Whatsapp"), *number(test, "expected_timeline"));
  std::string text = text_of("whatsapp");
  EXPECT_THAT(text,
              HasSubstr("\"lid\":\"100000000000001\",\"phone_number\":\"14155550100\",\"pair_timestamp\":"
                        "\"2025-08-25 07:33:20.000000\""));
  EXPECT_THAT(text, HasSubstr("\"partner_resolved_phone_number\":\"+14155550100\""));
}

TEST_F(MvtFixture, describes_the_contacts_of_whatsapp) {
  examine_fixture();
  expect_row(named("whatsapp_contacts.py::TestWhatsappContactsModule::test_extraction"), "whatsapp_contacts",
             "WhatsappContacts");
  std::string text = text_of("whatsapp_contacts");
  for (std::string_view part :
       {"\"+14155550100\"", "\"14155550100@s.whatsapp.net\"", "\"100000000000001@lid\"", "\"alice.example\"",
        "\"disappearing_mode_duration\":86400", "\"disappearing_mode_label\":\"24 hours\"",
        "\"disappearing_mode_timestamp\":\"2025-07-23 21:46:40.000000\"",
        "\"about_timestamp\":\"2025-07-12 08:00:00.000000\"",
        "\"about_expiration_timestamp\":\"2025-08-16 01:20:00.000000\"",
        "\"last_updated\":\"2025-08-04 11:33:20.000000\"", "\"disappearing_mode_label\":\"off\""})
    EXPECT_THAT(text, HasSubstr(std::string(part)));
  std::string timeline = read_text(made("mvt") + "/timeline.csv");
  EXPECT_EQ(times_in(timeline, "\"WhatsappContacts\""), 5);
}

// One indicator of each row, over the same backup.
TEST_F(MvtFixture, alerts_on_what_each_row_looks_for) {
  struct {
    std::string test, slug, plugin, pattern;
  } const looked_for[] = {
      {"calendar.py::TestCalendarModule::test_calendar_detection", "calendar", "Calendar",
       "[email-addr:value='user@example.org']"},
      {"manifest.py::TestManifestModule::test_detection", "manifest", "Manifest",
       "[file:name='com.apple.CoreBrightness.plist']"},
      {"safari_browserstate.py::TestSafariBrowserStateModule::test_detection", "safari_browser_state",
       "SafariBrowserState", "[domain-name:value='en.wikipedia.org']"},
      {"sms.py::TestSMSModule::test_detection", "sms", "SMS", "[domain-name:value='badbadbad.example.org']"},
  };
  for (const auto& one : looked_for) {
    examine_fixture({one.pattern});
    expect_row(named(one.test), one.slug, one.plugin);
  }
}

}  // namespace
}  // namespace bridle::testing

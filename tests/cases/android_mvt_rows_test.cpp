#include <fmt/format.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <set>

#include "base/text.h"
#include "mvt_output.h"
#include "program.h"
#include "testing/corpus.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

using simdjson::dom::element;

// Where the input of a module stands in a collection, and how its results are called.
struct Tested {
  std::string_view module;  ///< in mvt-expected.json
  std::string_view
      service;  ///< its section in dumpsys.txt, or "/" and where its file stands, or "" = its own name
  std::string_view slugs, plugin;
};
constexpr Tested tested[] = {
    {"DumpsysAccessibility", "accessibility", "dumpsys_accessibility", "DumpsysAccessibility"},
    {"DumpsysADB", "adb", "dumpsys_adb_state", "DumpsysADBState"},
    {"DumpsysAppops", "appops", "dumpsys_appops", "DumpsysAppops"},
    {"DumpsysBatteryDaily", "batterystats", "dumpsys_battery_daily", "DumpsysBatteryDaily"},
    {"DumpsysBatteryHistory", "batterystats", "dumpsys_battery_history", "DumpsysBatteryHistory"},
    {"DumpsysDBInfo", "dbinfo", "dbinfo", "DumpsysDBInfo"},
    {"DumpsysPackageActivities", "package", "dumpsys_activities", "DumpsysActivities"},
    {"DumpsysPackages", "package", "dumpsys_packages", "DumpsysPackages"},
    {"DumpsysReceivers", "package", "dumpsys_receivers", "DumpsysReceivers"},
    {"DumpsysPlatformCompat", "platform_compat", "dumpsys_platform_compat", "DumpsysPlatformCompat"},
    {"GetProp", "", "aqf_get_prop", "AQFGetProp"},
    {"Processes", "", "aqf_processes", "AQFProcesses"},
    {"AQFFiles", "", "aqf_files", "AQFFiles"},
    {"AQFGetProp", "", "aqf_get_prop", "AQFGetProp"},
    {"AQFPackages", "", "aqf_packages", "AQFPackages"},
    {"AQFProcesses", "", "aqf_processes", "AQFProcesses"},
    {"AQFSettings", "", "aqf_settings", "AQFSettings"},
    {"RootBinaries", "", "root_binaries", "RootBinaries"},
    {"Mounts", "/mounts.json", "mounts", "Mounts"},
    {"TombstoneCrash", "/logs/data/tombstones/tombstone_00", "tombstones", "Tombstones"},
    {"bugreport.DumpsysAppops", "", "dumpsys_appops", "DumpsysAppops"},
    {"bugreport.DumpsysPackages", "", "dumpsys_packages", "DumpsysPackages"},
    {"bugreport.DumpsysGetProp", "", "dumpsys_get_prop", "DumpsysGetProp"},
    {"bugreport.Tombstones", "", "tombstones", "Tombstones"},
    {"backup.SMS", "", "sms", "SMS"},
    {"check-androidqf", "", "urls", ""},
    {"IntrusionLogs", "/intrusion_logs/2026-01-01.txt", "intrusion_events", ""},
    {"DnsEvent / ConnectEvent / SecurityEvent", "/intrusion_logs/2026-01-01.txt",
     "dns_event connect_event security_event", ""},
    {"SecurityEvent", "/intrusion_logs/2026-01-01.txt", "security_event", ""},
};

// How a row is answered. One that is not named here is run, and must give MVT's own numbers.
struct Answer {
  std::string_view test;          ///< how the row's `test` ends
  std::string_view held_by = "";  ///< a test of ours that holds it instead: "Suite.name"
  std::string_view because = "";  ///< stands in docs/differences-from-mvt.md, and says why ours is another
  int alerts = -1, results = -1;  ///< how many ours are then
  std::string_view record = "";   ///< stands in what is exported
};
constexpr Answer answers[] = {
    {.test = "TestAndroidArtifact::test_extract_dumpsys_section",
     .held_by = "Dumpstate.gives_the_section_that_mvt_takes"},
    {.test = "DumpsysAccessibilityArtifact::test_parsing",
     .record = "\"package_name\":\"com.android.settings\""},
    {.test = "test_parsing_v14_aosp_format",
     .record =
         "\"package_name\":\"com.malware.accessibility\",\"service\":\"com.malware.service.malwareservice\""},
    {.test = "DumpsysADBArtifact::test_parsing",
     .record = "\"user\":\"user@linux\",\"fingerprint\":\"F0:A1:3D:8C:B3:F4:7B:09:9F:EE:8B:D8:38:2E:BD:C6\""},
    {.test = "test_parsing_adb_wifi", .record = "F0:A1:3D:8C:B3:F4:7B:09:9F:EE:8B:D8:38:2E:BD:C6"},
    {.test = "test_parsing_adb_xml",
     .record = "\"fingerprint\":\"F0:0B:27:08:E3:68:7B:FA:4C:79:A2:B4:BF:0E:CF:70\""},
    {.test = "test_parsing_multiline_terminated_by_structural_line",
     .held_by = "AndroidAdbState.a_value_of_many_lines_ends_at_the_next_member_or_bracket"},
    {.test = "test_parsing_multiline_terminated_by_closing_brace",
     .held_by = "AndroidAdbState.a_value_of_many_lines_ends_at_the_next_member_or_bracket"},
    {.test = "test_no_androidqf_context_preserves_existing_behavior",
     .held_by = "AndroidAdbKeysRule.believes_what_the_phone_received_last"},
    {.test = "test_androidqf_trusted_keys_create_expected_alerts",
     .held_by = "AndroidAdbKeysRule.believes_the_collection_first"},
    {.test = "test_missing_androidqf_host_key_creates_low_alert",
     .held_by = "AndroidAdbKeysRule.sets_the_examiners_key_apart"},
    {.test = "test_recent_acquisition_host_key_does_not_create_alert",
     .held_by = "AndroidAdbKeysRule.believes_what_the_phone_received_last"},
    {.test = "DumpsysAppopsArtifact::test_parsing", .record = "\"package_name\":\"com.sec.factory.camera\""},
    {.test = "DumpsysAppopsArtifact::test_ioc_check",
     .because = "low, for allowed ones of apps outside the system",
     .alerts = 2},
    {.test = "test_parsing_month_day_timestamp_without_pid",
     .held_by = "AndroidDbinfo.reads_every_connection_of_a_pool"},
    {.test = "DumpsysPackagesArtifact::test_parsing",
     .record = "\"first_install_time\":\"2008-12-31 16:00:00\""},
    {.test = "test_parsing_system_flag", .held_by = "AndroidPackages.reads_provenance_users_and_flags"},
    {.test = "test_per_user_fields_use_primary_user",
     .held_by = "AndroidExport.shows_what_the_owner_granted"},
    {.test = "test_per_user_fields_fall_back_when_user_zero_is_missing",
     .held_by = "AndroidExport.shows_what_the_owner_granted"},
    {.test = "DumpsysReceiversArtifact::test_parsing",
     .record = "\"com.android.storagemanager.automatic.SHOW_NOTIFICATION\""},
    {.test = "test_parsing_misindented_action",
     .held_by = "AndroidPackageResolvers.reads_tables_groups_and_verbose_filters"},
    {.test = "test_parsing_misindented_first_action",
     .held_by = "AndroidPackageResolvers.a_first_action_may_stand_too_far_to_the_right"},
    {.test = "test_tombstone_pb_process_parsing", .record = "\"timestamp\":\"2023-04-12 12:32:40.518290\""},
    {.test = "test_tombtone_process_parsing", .record = "\"timestamp\":\"2023-04-12 12:32:40.518290\""},
    {.test = "test_text_tombstone_preserves_abort_message", .record = "bytes_left=51) \""},
    {.test = "test_protobuf_tombstone_preserves_abort_message_and_causes",
     .held_by = "TombstoneProtobuf.gives_the_same_fields"},
    {.test = "test_text_tombstone_keeps_crashing_thread",
     .held_by = "TombstoneText.keeps_the_crashing_thread_and_odd_mappings"},
    {.test = "test_module_folder",
     .because = "`.ab` files that stand beside `apps/`",
     .results = 6,
     .record = "https://google.com/"},
    {.test = "DumpsysAccessibilityArtifact::test_ioc_check",
     .because = "Samsung's form lists what is installed on every phone",
     .alerts = 1},
    {.test = "test_non_appstore_warnings", .because = "a store is no alarm", .alerts = 3},
    {.test = "test_parse_incomplete_header", .held_by = "AndroidBackupHeader.is_refused_with_its_reason"},
    {.test = "test_parse_truncated_encrypted_header",
     .held_by = "AndroidBackupHeader.is_refused_with_its_reason"},
    {.test = "test_parsing_noencryption", .held_by = "AndroidBackup.opens_mvts_own_to_the_same_archives"},
    {.test = "test_parsing_encryption", .held_by = "AndroidBackup.opens_mvts_own_to_the_same_archives"},
    {.test = "test_parsing_compression", .held_by = "AndroidBackup.opens_mvts_own_to_the_same_archives"},
    {.test = "test_packages_ioc_package_names",
     .record = "\"value\":\"com.malware.blah\",\"type\":\"app_ids\""},
    {.test = "test_packages_ioc_sha256",
     .record = "\"value\":\"31037a27af59d4914906c01ad14a318eee2f3e31d48da8954dca62a99174e3fa\""},
    {.test = "test_packages_certificate_hash_ioc",
     .record = "\"value\":\"c7e56178748be1441370416d4c10e34817ea0c961eb636c8e9d98e0fd79bf730\""},
    {.test = "test_virustotal_delays_after_missing_result", .because = "| VirusTotal |"},
    {.test = "TestBugreportAnalysis::test_packages_module",
     .record = "\"installer\":\"com.android.vending\""},
    {.test = "TestBugreportAnalysis::test_tombstones_modules", .record = "\"pid\":3559"},
    {.test = "test_receivers_match_exact_package_name",
     .held_by = "AndroidExport.a_receiver_meets_whole_names_of_apps_only"},
    {.test = "test_check_intrusion_logs_warns_about_unknown_top_level_event_type",
     .held_by = "AndroidIntrusionEvents.keeps_what_no_other_trace_reads"},
    {.test = "test_load_all_events_preserves_unknown_top_level_event",
     .held_by = "AndroidIntrusionEvents.keeps_what_no_other_trace_reads"},
    {.test = "test_check_intrusion_logs_parses_core_and_unknown_security_events",
     .record = "future_google_event"},
    {.test = "test_known_pinstorage_key_generation_failure_does_not_warn",
     .held_by = "AndroidSecurityLogRule.knows_each_kind_and_leaves_failed_keys_alone"},
    {.test = "test_other_key_generation_failures_still_warn",
     .held_by = "AndroidSecurityLogRule.knows_each_kind_and_leaves_failed_keys_alone",
     .because = "a failed `key_generated` is logged"},
    {.test = "test_cert_authority_installed_raises_medium_alert_without_indicators",
     .held_by = "AndroidSecurityLogRule.tells_odd_events_from_adb"},
    {.test = "test_failed_cert_authority_install_does_not_alert",
     .held_by = "AndroidSecurityLogRule.tells_odd_events_from_adb"},
    {.test = "test_cert_validation_failure_raises_medium_alert_without_indicators",
     .held_by = "AndroidSecurityLogRule.knows_each_kind_and_leaves_failed_keys_alone"},
    {.test = "test_security_heuristics_fire_when_no_indicators_loaded",
     .held_by = "AndroidSecurityLogRule.knows_each_kind_and_leaves_failed_keys_alone"},
    {.test = "TestHashes::test_hash_from_folder",
     .held_by = "AndroidExport.gives_the_messages_and_links_of_a_collections_backup"},
    {.test = "test_check_stores_nested_sms_urls",
     .held_by = "AndroidExport.gives_the_messages_and_links_of_a_collections_backup"},
    {.test = "test_check_malformed_backup_skips_backup_modules",
     .held_by = "AndroidExport.goes_on_without_a_broken_backup"},
    {.test = "test_intrusion_log_zip_rejects_path_traversal",
     .held_by = "AndroidExport.reads_zipped_logs_and_leaves_out_what_leaves_them"},
    {.test = "test_check_encrypted_backup_*",
     .held_by = "AndroidBackup.of_the_corpus_is_examined_or_refused"},
    {.test = "test_check_encrypted_backup_cli_invalid",
     .held_by = "AndroidBackup.of_the_corpus_is_examined_or_refused"},
    {.test = "test_invalid_zip_reports_clean_error", .held_by = "AndroidExport.of_what_is_no_zip_is_refused"},
};

// Rows of iOS and of indicator files, which other tests hold, unless they are about files of Android.
bool is_of_others(std::string_view test, std::string_view artifact) {
  if (artifact.starts_with("and-mvt")) return false;
  for (std::string_view other :
       {"tests/ios_", "tests/common/", "tests/test_ios_versions", "tests/test_check_ios",
        "tests/test_cmd_check_sysdiagnose", "tests/android_androidqf/test_tcc"})
    if (test.starts_with(other)) return true;
  return false;
}

struct Row {
  std::string test, artifact, inline_input;
  std::vector<std::string> values;  // of indicators: "app_id:com.example"
  std::vector<std::int64_t> results;
  std::optional<std::int64_t> events, alerts;
  const Tested* tested = nullptr;
};

std::optional<std::int64_t> number(element row, std::string_view key) {
  std::int64_t value = 0;
  return row[key].get(value) == simdjson::SUCCESS ? std::optional(value) : std::nullopt;
}

std::string text(element row, std::string_view key) {
  std::string_view value;
  return row[key].get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
}

// Empty for what is no indicator: a password, the key of a computer.
std::string pattern_of(std::string_view value) {
  auto colon = value.find(':');
  auto kind = value.substr(0, colon);
  constexpr std::pair<std::string_view, std::string_view> paths[] = {
      {"app_id", "app:id"},
      {"process", "process:name"},
      {"android_property", "android-property:name"},
      {"sha256", "file:hashes.sha256"},
      {"app_cert_hash", "app:cert.sha256"},
      {"file_path", "file:path"}};
  for (auto [name, path] : paths)
    if (name == kind) return fmt::format("[{}='{}']", path, value.substr(colon + 1));
  return {};
}

Row read(element from) {
  Row row{.test = text(from, "test"),
          .artifact = text(from, "artifact"),
          .inline_input = text(from, "inline_input")};
  simdjson::dom::array list;
  if (from["inline_input"].get(list) == simdjson::SUCCESS)
    for (element line : list) row.inline_input += simdjson::minify(line) + "\n";
  std::string named = text(from, "indicator_file_or_value");
  if (named.contains(':')) row.values.push_back(named);
  if (from["indicator_file_or_value"].get(list) == simdjson::SUCCESS)
    for (element value : list)
      if (std::string_view one = value.get_string().value(); one.contains(':')) row.values.emplace_back(one);
  if (auto count = number(from, "expected_results")) row.results.push_back(*count);
  if (from["expected_results"].get(list) == simdjson::SUCCESS)
    for (element count : list) row.results.push_back(count.get_int64().value());
  row.events = number(from, "expected_timeline");
  row.alerts = number(from, "expected_alerts");
  std::string module = text(from, "module");
  for (const Tested& one : tested)
    if (one.module == module) row.tested = &one;
  return row;
}

// Alerts without an indicator, and those by one of `values`.
std::int64_t alerts_of(const std::string& file, const std::vector<std::string>& values) {
  simdjson::dom::parser parser;
  simdjson::dom::array alerts;
  if (parser.load(file).get(alerts) != simdjson::SUCCESS) return 0;
  std::int64_t count = 0;
  for (element alert : alerts) {
    std::string_view met;
    bool is_plain = alert["matched_indicator"]["value"].get(met) != simdjson::SUCCESS;
    count += is_plain || std::ranges::any_of(values, [&](const std::string& value) {
               return value.substr(value.find(':') + 1) == met;
             });
  }
  return count;
}

class AndroidMvtRows : public ::testing::Test {
 protected:
  // Examines and exports the input of a row, with the indicators of all rows that share it.
  std::string exported(const std::filesystem::path& corpus, const Row& row,
                       const std::vector<std::string>& values) {
    std::string key = row.artifact + "|" + std::string(row.tested->service) + "|" + row.inline_input;
    auto [known, is_new] = done_.try_emplace(key, folder_ / std::to_string(done_.size()));
    std::string at = known->second;
    if (!is_new) return at + "_mvt";
    std::vector<std::string> patterns;
    for (const std::string& value : values) patterns.push_back(pattern_of(value));
    write_text(at + ".stix2", bundle_of(patterns));
    (void)run_bridle(
        {"examine", evidence_of(corpus, row, at), "--case", at + "_case", "-i",
         (corpus / "ioc-mvt-tests/mvt-session-fixture.stix2").string(), "-i", at + ".stix2", "-q"},
        {{"BRIDLE_PASSWORD", "123456"}});
    EXPECT_EQ(run_bridle({"export", at + "_case", "--format", "mvt", "-o", at + "_mvt"}).code, 0) << row.test;
    return at + "_mvt";
  }

 private:
  std::string evidence_of(const std::filesystem::path& corpus, const Row& row, const std::string& at) {
    std::string artifact = row.artifact.substr(0, row.artifact.find(" ("));
    std::filesystem::path path = corpus / artifact;
    bool is_whole =
        artifact.ends_with(".ab") || artifact.ends_with(".zip") || std::filesystem::is_directory(path);
    if (artifact.starts_with("and-mvt") && is_whole) return path;
    std::string service(row.tested->service), content = row.inline_input, name = path.filename();
    if (artifact.starts_with("and-mvt")) content = content_of(path);
    if (service == "batterystats" && !content.contains("Daily stats:"))
      content =
          (content.contains("Daily from") ? "  Daily stats:\n" : "Battery History (0% used):\n") + content;
    if (service == "/mounts.json") {
      JsonWriter list;
      list.array();
      for (std::string_view rest = content; !rest.empty();) {
        list.value(rest.substr(0, rest.find('\n')));
        rest.remove_prefix(std::min(rest.size(), rest.substr(0, rest.find('\n')).size() + 1));
      }
      content = list.end().take();
    }
    if (service.starts_with('/')) {
      name = service.substr(1);
    } else if (!service.empty()) {
      // Some fixtures hold their heading, some do not.
      if (!content.contains("DUMP OF SERVICE ")) content = "DUMP OF SERVICE " + service + ":\n" + content;
      name = "dumpsys.txt";
    }
    std::filesystem::create_directories(std::filesystem::path(at + "_collection/" + name).parent_path());
    if (!content.empty()) write_text(at + "_collection/" + name, content);
    write_text(at + "_collection/acquisition.json",
               R"({"uuid":"1","androidqf_version":"1.8.1","started":"2024-03-21T10:00:00Z"})");
    return at + "_collection";
  }

  Folder folder_;
  std::map<std::string, std::string> done_;
};

TEST_F(AndroidMvtRows, are_all_given_or_explained) {
  CORPUS_OR_SKIP(corpus, "");
  simdjson::dom::parser parser;
  simdjson::dom::array expected;
  ASSERT_EQ(parser.load((corpus / "expected/mvt-expected.json").string()).get(expected), simdjson::SUCCESS);
  std::string page = read_text(std::string(BRIDLE_SOURCE_DIR) + "/docs/differences-from-mvt.md"),
              sources = test_sources();
  std::vector<Row> rows;
  std::map<std::string, std::vector<std::string>> values;  // by artifact
  for (element from : expected) {
    Row row = read(from);
    if (is_of_others(row.test, row.artifact)) continue;
    auto& shared = values[row.artifact + row.inline_input];
    shared.insert(shared.end(), row.values.begin(), row.values.end());
    rows.push_back(std::move(row));
  }
  std::set<std::string_view> used;
  for (const Row& row : rows) {
    SCOPED_TRACE(row.test);
    Answer answer;
    for (const Answer& one : answers)
      if (row.test.ends_with(one.test)) {
        EXPECT_TRUE(answer.test.empty()) << "two answers";
        answer = one;
        used.insert(one.test);
      }
    if (!answer.because.empty()) {
      EXPECT_TRUE(page.contains(answer.because)) << answer.because;
    }
    EXPECT_TRUE(!answer.because.empty() || (answer.alerts < 0 && answer.results < 0)) << "no reason";
    if (!answer.held_by.empty()) {
      EXPECT_TRUE(has_test(sources, answer.held_by)) << answer.held_by;
      continue;
    }
    if (row.tested == nullptr || (row.artifact == "inline" && row.inline_input.empty())) {
      EXPECT_FALSE(answer.because.empty()) << "neither given nor explained";
      continue;
    }
    std::string folder = exported(corpus, row, values[row.artifact + row.inline_input]),
                slugs(row.tested->slugs);
    std::string all;
    for (std::size_t at = 0, i = 0; at < slugs.size(); ++i) {
      std::string slug = slugs.substr(at, slugs.find(' ', at) - at);
      at += slug.size() + 1;
      std::string stem = folder + "/" + slug;
      if (i < row.results.size()) {
        EXPECT_EQ(records_of(stem + ".json"), answer.results >= 0 ? answer.results : row.results[i]) << slug;
      }
      all += read_text(stem + ".json") + read_text(stem + "_detected.json");
      std::int64_t alerts = alerts_of(stem + "_detected.json", row.values);
      if (row.alerts) {
        EXPECT_EQ(alerts, answer.alerts >= 0 ? answer.alerts : *row.alerts) << slug;
      }
    }
    if (row.events) {
      EXPECT_EQ(events_of(folder, row.tested->plugin), *row.events);
    }
    EXPECT_TRUE(all.contains(answer.record)) << answer.record;
  }
  for (const Answer& one : answers) EXPECT_TRUE(used.contains(one.test)) << one.test << " answers no row";
}

}  // namespace
}  // namespace bridle::testing

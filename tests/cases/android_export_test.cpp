#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <fstream>

#include "program.h"
#include "testing/corpus.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;

// What MVT's tests expect of each Android module, over its own fixtures: mvt-expected.json.
struct Placed {
  std::string_view artifact;  ///< in mvt-expected.json
  std::string_view service;   ///< becomes a section of dumpsys.txt, or "" when it is a file of AndroidQF
  std::string_view slug, plugin;
};
constexpr Placed placed[] = {
    {"and-mvt/android_data/dumpsys_accessibility.txt", "accessibility", "dumpsys_accessibility",
     "DumpsysAccessibility"},
    {"and-mvt/android_data/dumpsys_accessibility_v14_or_later.txt", "accessibility", "dumpsys_accessibility",
     "DumpsysAccessibility"},
    {"and-mvt/android_data/dumpsys_adb.txt", "adb", "dumpsys_adb_state", "DumpsysADB"},
    {"and-mvt/android_data/dumpsys_adb_wifi.txt", "adb", "dumpsys_adb_state", "DumpsysADB"},
    {"and-mvt/android_data/dumpsys_adb_xml.txt", "adb", "dumpsys_adb_state", "DumpsysADB"},
    {"and-mvt/android_data/dumpsys_appops.txt", "appops", "dumpsys_appops", "DumpsysAppops"},
    {"and-mvt/android_data/dumpsys_battery.txt", "batterystats", "dumpsys_battery_daily",
     "DumpsysBatteryDaily"},
    {"and-mvt/android_data/dumpsys_battery.txt", "batterystats", "dumpsys_battery_history",
     "DumpsysBatteryHistory"},
    {"and-mvt/android_data/dumpsys_dbinfo.txt", "dbinfo", "dbinfo", "DumpsysDBInfo"},
    {"and-mvt/android_data/dumpsys_packages.txt", "package", "dumpsys_activities",
     "DumpsysPackageActivities"},
    {"and-mvt/android_data/dumpsys_packages.txt", "package", "dumpsys_packages", "DumpsysPackages"},
    {"and-mvt/android_data/dumpsys_packages.txt", "package", "dumpsys_receivers", "DumpsysReceivers"},
    {"and-mvt/android_data/dumpsys_platform_compat.txt", "platform_compat", "dumpsys_platform_compat",
     "DumpsysPlatformCompat"},
    {"and-mvt/android_data/getprop.txt", "", "aqf_get_prop", "GetProp"},
    {"and-mvt/android_data/ps.txt", "", "aqf_processes", "Processes"},
    {"and-mvt/androidqf/files.json", "", "aqf_files", "AQFFiles"},
    {"and-mvt/androidqf/getprop.txt", "", "aqf_get_prop", "AQFGetProp"},
    {"and-mvt/androidqf/packages.json", "", "aqf_packages", "AQFPackages"},
    {"and-mvt/androidqf/ps.txt", "", "aqf_processes", "AQFProcesses"},
    {"and-mvt/androidqf/root_binaries.json", "", "root_binaries", "RootBinaries"},
    {"and-mvt/androidqf/settings_random.txt", "", "aqf_settings", "AQFSettings"},
};

// Members of an object, elements of an array, 0 when there is no such file.
std::int64_t records_of(const std::string& file) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.load(file).get(root) != simdjson::SUCCESS) return 0;
  if (root.is_array()) return static_cast<std::int64_t>(simdjson::dom::array(root).size());
  return static_cast<std::int64_t>(simdjson::dom::object(root).size());
}

std::int64_t events_of(const std::string& folder, std::string_view plugin) {
  std::ifstream file(folder + "/timeline.csv");
  std::int64_t count = 0;
  for (std::string line; std::getline(file, line);)
    count += line.contains("\",\"" + std::string(plugin) + "\",\"") ? 1 : 0;
  return count;
}

class AndroidExport : public ::testing::Test {
 protected:
  // A collection with one thing in it, examined and exported.
  void examine(const std::filesystem::path& corpus, const Placed& what, const std::string& name) {
    std::string content = content_of(corpus / what.artifact), collection = folder_ / (name + "_collection");
    std::filesystem::create_directory(collection);
    std::string file = std::filesystem::path(what.artifact).filename();
    if (!what.service.empty()) {
      // Some fixtures hold their heading, some do not.
      if (!content.contains("DUMP OF SERVICE "))
        content = "DUMP OF SERVICE " + std::string(what.service) + ":\n" + content;
      file = "dumpsys.txt";
    }
    write_text(collection + "/" + file, content);
    write_text(collection + "/acquisition.json",
               R"({"uuid":"1","androidqf_version":"1.8.1","started":"2024-03-21T10:00:00Z"})");
    run_bridle({"examine", collection, "--case", folder_ / (name + "_case"), "-q"});
    run_bridle({"export", folder_ / (name + "_case"), "--format", "mvt", "-o", out(name)});
  }
  std::string out(const std::string& name) const { return folder_ / (name + "_mvt"); }
  Folder folder_;
};

TEST_F(AndroidExport, holds_as_many_records_and_events_as_mvt_finds_in_its_own_fixtures) {
  CORPUS_OR_SKIP(corpus, "");
  simdjson::dom::parser parser;
  simdjson::dom::array expected;
  ASSERT_EQ(parser.load((corpus / "expected/mvt-expected.json").string()).get(expected), simdjson::SUCCESS);
  std::size_t compared = 0, number = 0;
  for (const Placed& what : placed) {
    std::string name = std::to_string(number++);
    examine(corpus, what, name);
    for (simdjson::dom::element test : expected) {
      std::string_view artifact, module;
      std::int64_t count = 0;
      if (test["artifact"].get(artifact) != simdjson::SUCCESS || artifact != what.artifact) continue;
      if (test["module"].get(module) != simdjson::SUCCESS || module != what.plugin) continue;
      if (test["expected_results"].get(count) == simdjson::SUCCESS) {
        EXPECT_EQ(records_of(out(name) + "/" + std::string(what.slug) + ".json"), count)
            << artifact << " " << module;
        ++compared;
      }
      if (test["expected_timeline"].get(count) == simdjson::SUCCESS) {
        EXPECT_EQ(events_of(out(name), what.plugin), count) << artifact << " " << module;
        ++compared;
      }
    }
  }
  EXPECT_GE(compared, 30u);
}

TEST_F(AndroidExport, gives_the_records_of_the_bug_report) {
  CORPUS_OR_SKIP(corpus, "and-mvt/android_data/bugreport");
  run_bridle({"examine", corpus.string(), "--case", folder_ / "case", "-q"});
  run_bridle({"export", folder_ / "case", "--format", "mvt", "-o", out("b")});
  EXPECT_EQ(records_of(out("b") + "/dumpsys_appops.json"), 12);
  EXPECT_EQ(events_of(out("b"), "DumpsysAppops"), 16);
  EXPECT_EQ(records_of(out("b") + "/dumpsys_packages.json"), 2);
  EXPECT_EQ(records_of(out("b") + "/dumpsys_get_prop.json"), 0);
  EXPECT_EQ(records_of(out("b") + "/tombstones.json"), 2);
  std::string packages = read_text(out("b") + "/dumpsys_packages.json");
  EXPECT_THAT(packages, HasSubstr("\"package_name\":\"com.instagram.android\""));
  EXPECT_THAT(packages, HasSubstr("\"installer\":\"com.android.vending\""));
  EXPECT_THAT(read_text(out("b") + "/tombstones.json"), HasSubstr("\"pid\":3559"));
  EXPECT_THAT(
      read_text(out("b") + "/tombstones.json"),
      HasSubstr("\"abort_message\":\"Check failed: payload.size() \\u003c= bytes_left (payload.size()=99, "
                "bytes_left=51) \""));
}

TEST_F(AndroidExport, gives_the_messages_and_links_of_a_collections_backup) {
  CORPUS_OR_SKIP(corpus, "and-mvt/androidqf");
  run_bridle({"examine", corpus.string(), "--case", folder_ / "case", "-q"});
  run_bridle({"export", folder_ / "case", "--format", "mvt", "-o", out("q")});
  EXPECT_EQ(records_of(out("q") + "/sms.json"), 2);
  std::string urls = read_text(out("q") + "/urls.json");
  EXPECT_EQ(records_of(out("q") + "/urls.json"), 2);
  EXPECT_THAT(urls, HasSubstr("\"url\":\"http://google.com\""));
  EXPECT_THAT(urls, HasSubstr("\"url\":\"https://google.com/\""));
}

TEST_F(AndroidExport, alerts_on_app_property_process_hash_and_certificate) {
  CORPUS_OR_SKIP(corpus, "and-mvt/androidqf");
  write_text(
      folder_ / "extra.stix2",
      bundle_of({"[app:id='com.malware.blah']", "[android-property:name='dalvik.vm.heapmaxfree']",
                 "[process:name='tz_worker_threa']",
                 "[file:hashes.sha256='31037a27af59d4914906c01ad14a318eee2f3e31d48da8954dca62a99174e3fa']",
                 "[app:cert.sha256='c7e56178748be1441370416d4c10e34817ea0c961eb636c8e9d98e0fd79bf730']"}));
  run_bridle({"examine", corpus.string(), "--case", folder_ / "case", "--indicators", folder_ / "extra.stix2",
              "-q"});
  run_bridle({"export", folder_ / "case", "--format", "mvt", "-o", out("q")});
  std::string apps = read_text(out("q") + "/aqf_packages_detected.json");
  EXPECT_THAT(apps, HasSubstr("\"matched_indicator\":{\"value\":\"com.malware.blah\",\"type\":\"app_ids\""));
  EXPECT_THAT(apps,
              HasSubstr("\"value\":\"31037a27af59d4914906c01ad14a318eee2f3e31d48da8954dca62a99174e3fa\""));
  EXPECT_THAT(apps,
              HasSubstr("\"value\":\"c7e56178748be1441370416d4c10e34817ea0c961eb636c8e9d98e0fd79bf730\""));
  EXPECT_EQ(records_of(out("q") + "/aqf_get_prop_detected.json"), 1);
  EXPECT_THAT(read_text(out("q") + "/aqf_processes_detected.json"), HasSubstr("tz_worker_threa"));
}

}  // namespace
}  // namespace bridle::testing

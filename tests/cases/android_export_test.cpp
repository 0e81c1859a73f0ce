#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>

#include "mvt_output.h"
#include "program.h"
#include "testing/corpus.h"
#include "testing/dump_builder.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;

class AndroidExport : public ::testing::Test {
 protected:
  // Exports what was examined of some evidence, under a name.
  void examine(const std::string& evidence, const std::string& name,
               const std::vector<std::string>& indicators = {}) {
    std::vector<std::string> arguments{"examine", evidence, "--case", folder_ / (name + "_case"), "-q"};
    if (!indicators.empty()) {
      write_text(folder_ / (name + ".stix2"), bundle_of(indicators));
      arguments.insert(arguments.end(), {"--indicators", folder_ / (name + ".stix2")});
    }
    (void)run_bridle(arguments);
    EXPECT_EQ(run_bridle({"export", folder_ / (name + "_case"), "--format", "mvt", "-o", out(name)}).code, 0);
  }
  // A collection by AndroidQF of these files.
  std::string collection(const std::map<std::string, std::string>& files) {
    std::string at = folder_ / "collection";
    for (const auto& [name, content] : files) {
      std::filesystem::create_directories(std::filesystem::path(at + "/" + name).parent_path());
      write_text(at + "/" + name, content);
    }
    write_text(at + "/acquisition.json", "{}");
    return at;
  }
  std::string out(const std::string& name) const { return folder_ / (name + "_mvt"); }
  Folder folder_;
};

TEST_F(AndroidExport, gives_the_records_of_the_bug_report) {
  CORPUS_OR_SKIP(corpus, "and-mvt/android_data/bugreport");
  examine(corpus, "b");
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
  examine(corpus, "q");
  EXPECT_EQ(records_of(out("q") + "/sms.json"), 2);
  std::string urls = read_text(out("q") + "/urls.json");
  EXPECT_EQ(records_of(out("q") + "/urls.json"), 2);
  EXPECT_THAT(urls, HasSubstr("\"url\":\"http://google.com\""));
  EXPECT_THAT(urls, HasSubstr("\"url\":\"https://google.com/\""));
  std::string info = read_text(out("q") + "/info.json");
  for (const char* digest : {"f0e32fe8a7fd5ac0e2de19636d123c0072e979396986139ba2bc49ec385dc325",
                             "9fb6396b64cfff30e2a459a64496d3c1386926d09edd68be2d878de45fa7b3a9"})
    EXPECT_THAT(info, HasSubstr(digest));
  EXPECT_EQ(count_in(folder_ / "q_case", "SELECT count(*) FROM evidence_file"), 8);
}

// Of the users of a phone MVT shows the owner, or the first that there is.
TEST_F(AndroidExport, shows_what_the_owner_granted) {
  auto user = [](int number, bool granted) {
    return "    User " + std::to_string(number) + ": installed=true\n      firstInstallTime=2024-01-1" +
           std::to_string(number % 10) +
           " 09:19:39\n      runtime permissions:\n        android.permission.CAMERA: granted=" +
           (granted ? "true" : "false") + "\n";
  };
  examine(collection({{"dumpsys.txt",
                       "DUMP OF SERVICE package:\nPackages:\n  Package [com.a] (1):\n    "
                       "userId=10101\n" +
                           user(0, true) + user(95, false) + "  Package [com.b] (2):\n" + user(11, false)}}),
          "u");
  std::string packages = read_text(out("u") + "/dumpsys_packages.json");
  EXPECT_EQ(std::ranges::count(packages, '\n'), 4);
  EXPECT_THAT(packages, HasSubstr("\"first_install_time\":\"2024-01-10 09:19:39\""));
  EXPECT_THAT(packages, HasSubstr("\"first_install_time\":\"2024-01-11 09:19:39\""));
  for (const char* granted : {"true", "false"})
    EXPECT_THAT(packages, HasSubstr("\"permissions\":[{\"name\":\"android.permission.CAMERA\",\"granted\":" +
                                    std::string(granted) + ",\"type\":\"runtime\"}]"));
}

TEST_F(AndroidExport, a_receiver_meets_whole_names_of_apps_only) {
  examine(
      collection({{"dumpsys.txt",
                   "DUMP OF SERVICE package:\nReceiver Resolver Table:\n  Non-Data Actions:\n      "
                   "android.intent.action.PHONE_STATE:\n        1a "
                   "com.android.phone/com.android.services.telephony.sip.SipIncomingCallReceiver\n        "
                   "2b com.android.services/com.example.SomeReceiver\n"}}),
      "r", {"[app:id='com.android.services']"});
  EXPECT_EQ(records_of(out("r") + "/dumpsys_receivers_detected.json"), 1);
}

TEST_F(AndroidExport, goes_on_without_a_broken_backup) {
  examine(collection({{"backup.ab", ""}, {"getprop.txt", "[a]: [b]\n"}}), "e");
  EXPECT_EQ(records_of(out("e") + "/aqf_get_prop.json"), 1);
  EXPECT_EQ(
      count_in(folder_ / "e_case",
               "SELECT count(*) FROM coverage WHERE path = 'androidqf/backup.ab' AND status = 'failed'"),
      1);
  EXPECT_EQ(count_in(folder_ / "e_case", "SELECT count(*) FROM finding WHERE severity = 'critical'"), 0);
}

TEST_F(AndroidExport, reads_zipped_logs_and_leaves_out_what_leaves_them) {
  auto event = [](const char* host) {
    return "{\"dns_event\":{\"event_time\":1700000000000,\"hostname\":\"" + std::string(host) + "\"}}\n";
  };
  std::string at = collection({{"intrusion_logs/x", ""}});
  auto builder = DumpBuilder::begin(at + "/intrusion_logs/logs.zip", Packing::zip);
  ASSERT_TRUE(builder);
  ASSERT_TRUE((*builder)->add({.path = "../2026-01-01.txt", .content = event("outside.example")}));
  ASSERT_TRUE((*builder)->add({.path = "2026-01-02.txt", .content = event("inside.example")}));
  ASSERT_TRUE((*builder)->finish());
  examine(at, "z");
  EXPECT_EQ(text_in(folder_ / "z_case", "SELECT group_concat(hostname) FROM android_dns_events"),
            "inside.example");
  EXPECT_EQ(
      count_in(folder_ / "z_case",
               "SELECT skipped FROM coverage WHERE artefact = 'evidence.index' AND path LIKE '%logs.zip'"),
      1);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "2026-01-01.txt"));
}

TEST_F(AndroidExport, of_what_is_no_zip_is_refused) {
  write_text(folder_ / "bugreport.zip", "this is no zip");
  auto outcome = run_bridle({"examine", folder_ / "bugreport.zip", "--case", folder_ / "case", "-q"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << outcome.err;
}

TEST_F(AndroidExport, alerts_on_app_property_process_hash_and_certificate) {
  CORPUS_OR_SKIP(corpus, "and-mvt/androidqf");
  examine(corpus, "q",
          {"[app:id='com.malware.blah']", "[android-property:name='dalvik.vm.heapmaxfree']",
           "[process:name='tz_worker_threa']",
           "[file:hashes.sha256='31037a27af59d4914906c01ad14a318eee2f3e31d48da8954dca62a99174e3fa']",
           "[app:cert.sha256='c7e56178748be1441370416d4c10e34817ea0c961eb636c8e9d98e0fd79bf730']"});
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

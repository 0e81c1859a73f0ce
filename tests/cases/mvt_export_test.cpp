#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include "mvt_output.h"
#include "testing/corpus.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

// Examines MVT's own fixture, with its own indicators.
class MvtExport : public ::testing::Test {
 protected:
  void export_fixture(const std::filesystem::path& corpus) {
    auto examined =
        run_bridle({"examine", (corpus / "ios-mvt-backup/ios_backup").string(), "--case", folder_ / "case",
                    "--indicators", (corpus / "ioc-mvt-tests/mvt-session-fixture.stix2").string()});
    ASSERT_EQ(examined.code, 1) << examined.err;
    auto exported = run_bridle({"export", folder_ / "case", "--format", "mvt", "-o", out()});
    ASSERT_EQ(exported.code, 0) << exported.err;
  }
  std::string out() const { return folder_ / "mvt"; }
  Folder folder_;
};

struct Counted {
  std::string_view module, slug;
};
// The modules whose traces lie in the fixture's index. LID.sqlite does not, though it lies in the folder, so
// that Whatsapp lacks one record and one event: docs/differences-from-mvt.md.
constexpr Counted modules[] = {{"Calendar", "calendar"},
                               {"Datausage", "datausage"},
                               {"GlobalPreferences", "global_preferences"},
                               {"InteractionC", "interaction_c"},
                               {"Manifest", "manifest"},
                               {"SafariBrowserState", "safari_browser_state"},
                               {"SMS", "sms"},
                               {"TCC", "tcc"},
                               {"WebkitResourceLoadStatistics", "webkit_resource_load_statistics"},
                               {"WhatsappContacts", "whatsapp_contacts"}};

TEST_F(MvtExport, holds_as_many_records_and_events_as_mvt_finds_in_its_own_fixture) {
  CORPUS_OR_SKIP(corpus, "");
  export_fixture(corpus);
  simdjson::dom::parser parser;
  simdjson::dom::array expected;
  ASSERT_EQ(parser.load((corpus / "expected/mvt-expected.json").string()).get(expected), simdjson::SUCCESS);
  std::size_t compared = 0;
  for (simdjson::dom::element test : expected) {
    std::string_view artifact, module;
    if (test["artifact"].get(artifact) != simdjson::SUCCESS ||
        !artifact.starts_with("ios-mvt-backup/ios_backup/"))
      continue;
    if (test["module"].get(module) != simdjson::SUCCESS) continue;
    auto known = std::ranges::find(modules, module, &Counted::module);
    if (known == std::end(modules)) continue;
    std::int64_t count = 0;
    if (test["expected_results"].get(count) == simdjson::SUCCESS) {
      EXPECT_EQ(records_of(out() + "/" + std::string(known->slug) + ".json"), count) << module;
      ++compared;
    }
    if (test["expected_timeline"].get(count) == simdjson::SUCCESS) {
      EXPECT_EQ(events_of(out(), std::string(module)), count) << module;
      ++compared;
    }
  }
  EXPECT_GE(compared, 19u);
  EXPECT_EQ(records_of(out() + "/whatsapp.json"), 5);
  EXPECT_EQ(events_of(out(), "Whatsapp"), 8);
}

TEST_F(MvtExport, gives_the_first_records_in_mvts_shape) {
  CORPUS_OR_SKIP(corpus, "");
  export_fixture(corpus);
  using ::testing::HasSubstr;
  EXPECT_THAT(read_text(out() + "/backup_info.json"), HasSubstr("\"Build Version\": \"18C66\""));
  EXPECT_THAT(read_text(out() + "/tcc.json"),
              HasSubstr("{\"service\":\"kTCCServiceUbiquity\",\"client\":\"com.apple.Preferences\",\"client_"
                        "type\":\"bundle_id\",\"auth_value\":\"allowed\""));
  EXPECT_THAT(read_text(out() + "/datausage.json").substr(0, 60),
              HasSubstr("\"first_isodate\":\"2019-08-27 15:08:09"));
  EXPECT_THAT(read_text(out() + "/datausage.json"), HasSubstr("\"proc_name\":\"MISSING [follows "));
  EXPECT_THAT(read_text(out() + "/urls.json"),
              HasSubstr("\"url\":\"https://badbadbad.example.org/"
                        "\",\"expanded_url\":null,\"timestamp\":\"2019-08-29 23:13:30"));
  EXPECT_THAT(
      read_text(out() + "/sms_detected.json"),
      HasSubstr(
          "\"matched_indicator\":{\"value\":\"example.org\",\"type\":\"domains\",\"name\":\"TestMalware\""));
}

// What MVT's test of the module expects beside the number of records.
TEST_F(MvtExport, resolves_the_people_of_interactions_as_mvt_does) {
  CORPUS_OR_SKIP(corpus, "");
  export_fixture(corpus);
  using ::testing::HasSubstr;
  std::string text = read_text(out() + "/interaction_c.json");
  EXPECT_THAT(text, HasSubstr("\"sender_identifier\":\"100000000000001@lid\""));
  EXPECT_THAT(text, HasSubstr("\"sender_resolved_phone_number\":\"+14155550100\",\"sender_resolved_name\":"
                              "\"Alice Example\""));
  EXPECT_THAT(text,
              HasSubstr("\"recipient_resolved_name\":\"Alice Example\",\"domain_resolved_phone_number\":"
                        "\"+14155550100\",\"domain_resolved_name\":\"Alice Example\""));
  EXPECT_THAT(text, HasSubstr("\"sender_display_name\":\"Bob Example\""));
  std::string timeline = read_text(out() + "/timeline.csv");
  EXPECT_THAT(timeline,
              HasSubstr("\"2025-12-09 12:26:40.000000\",\"InteractionC\",\"interactions_creation_date\""));
  EXPECT_THAT(timeline,
              HasSubstr("\"2025-09-03 13:46:40.000000\",\"InteractionC\",\"first_incoming_sender_date\""));
  EXPECT_EQ(timeline.find("interactions_creation_date"), timeline.rfind("interactions_creation_date"));
}

// MVT's detection tests: the page of the tab, and the path of a client in a shutdown log, which ends in a
// UUID.
TEST_F(MvtExport, alerts_on_a_domain_of_a_tab_and_on_a_client_of_a_shutdown) {
  CORPUS_OR_SKIP(corpus, "");
  write_text(folder_ / "extra.stix2", bundle_of({"[domain-name:value='en.wikipedia.org']",
                                                 "[file:path='/usr/sbin/filecoordinationd']"}));
  run_bridle({"examine", (corpus / "ios-mvt-backup/ios_backup").string(), "--case", folder_ / "case",
              "--indicators", folder_ / "extra.stix2", "-q"});
  run_bridle({"export", folder_ / "case", "--format", "mvt", "-o", out()});
  EXPECT_EQ(records_of(out() + "/safari_browser_state_detected.json"), 1);
  EXPECT_THAT(read_text(out() + "/safari_browser_state_detected.json"),
              ::testing::HasSubstr("\"tab_url\":\"https://en.wikipedia.org/wiki/NSO_Group\""));
  auto backup = IosBackupBuilder::begin(folder_ / "backup", BackupTemplate{});
  ASSERT_TRUE(backup);
  ASSERT_TRUE(
      (*backup)->add({.domain = "DatabaseDomain",
                      .path = "diagnostics/shutdown.log",
                      .content = "remaining client pid: 100 "
                                 "(/usr/sbin/filecoordinationd/123e4567-e89b-12d3-a456-426614174000)\n"
                                 "SIGTERM: [1700000000]\n"}));
  ASSERT_TRUE((*backup)->finish());
  run_bridle({"examine", folder_ / "backup", "--case", folder_ / "second", "--indicators",
              folder_ / "extra.stix2", "-q"});
  run_bridle({"export", folder_ / "second", "--format", "mvt", "-o", folder_ / "mvt2"});
  EXPECT_EQ(records_of(folder_ / "mvt2/shutdown_log_detected.json"), 1);
}

TEST_F(MvtExport, writes_into_no_folder_that_holds_something) {
  CORPUS_OR_SKIP(corpus, "");
  export_fixture(corpus);
  auto again = run_bridle({"export", folder_ / "case", "--format", "mvt", "-o", out()});
  EXPECT_EQ(again.code, 2);
  EXPECT_THAT(again.err, ::testing::HasSubstr("is not empty"));
}

}  // namespace
}  // namespace bridle::testing

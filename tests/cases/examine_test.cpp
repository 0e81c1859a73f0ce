#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "program.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;
using Encryption = BackupTemplate::Encryption;

void examine_and_expect_answers(BackupTemplate as) {
  Folder folder;
  forge(folder / "forged", as);
  auto outcome = run_bridle({"examine", folder / "forged/backup", "--case", folder / "case", "--indicators",
                             folder / "forged/indicators.stix2"},
                            {{"BRIDLE_PASSWORD", as.password}});
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  EXPECT_THAT(outcome.out, ::testing::StartsWith("Result: findings up to severity critical; coverage "));
  expect_answers(folder / "forged", folder / "case");
  auto verified = run_bridle({"verify", folder / "case", "--evidence", folder / "forged/backup"});
  EXPECT_EQ(verified.code, 0) << verified.err;
}

TEST(Examine, meets_the_answer_key_of_an_encrypted_backup) {
  examine_and_expect_answers(encrypted_template());
}

TEST(Examine, meets_the_answer_key_of_a_plain_backup) {
  examine_and_expect_answers({});
}

TEST(Examine, meets_the_answer_key_of_a_backup_encrypted_before_10_2) {
  BackupTemplate as = encrypted_template();
  as.encryption = Encryption::files_only;
  examine_and_expect_answers(as);
}

TEST(Examine, meets_the_answer_key_of_an_encrypted_mbdb_backup) {
  BackupTemplate as = encrypted_template();
  as.encryption = Encryption::files_only;
  as.index = BackupTemplate::Index::mbdb;
  as.flat = true;
  examine_and_expect_answers(as);
}

TEST(Examine, gives_one_seal_with_one_worker_and_with_sixteen_in_any_zone_and_locale) {
  Folder folder;
  forge(folder / "forged", encrypted_template());
  auto examine = [&](const std::string& name, const std::string& workers,
                     std::map<std::string, std::string> environment) {
    environment["BRIDLE_PASSWORD"] = "pw";
    auto outcome = run_bridle({"examine", folder / "forged/backup", "--case", folder / name, "-i",
                               folder / "forged/indicators.stix2", "--workers", workers, "-q"},
                              environment);
    EXPECT_EQ(outcome.code, 1) << outcome.err;
    return seal_of(folder / name);
  };
  std::string one = examine("one", "1", {});
  EXPECT_EQ(one.size(), 64u);
  EXPECT_EQ(examine("sixteen", "16", {{"TZ", "Pacific/Kiritimati"}}), one);
  EXPECT_EQ(examine("elsewhere", "2", {{"TZ", "America/New_York"}, {"LC_ALL", "tr_TR.UTF-8"}}), one);
}

TEST(Examine, writes_nothing_into_the_evidence) {
  Folder folder;
  forge(folder / "forged", encrypted_template());
  std::string list =
      "cd '" + folder / "forged/backup" + "' && find . -type f -print0 | sort -z | xargs -0 sha256sum";
  auto digests = [&] {
    FILE* pipe = ::popen(list.c_str(), "r");
    std::string text;
    char buffer[4096];
    while (std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe)) text.append(buffer, got);
    ::pclose(pipe);
    return text;
  };
  std::string before = digests();
  run_bridle({"examine", folder / "forged/backup", "--case", folder / "case", "-q"},
             {{"BRIDLE_PASSWORD", "pw"}});
  EXPECT_EQ(digests(), before);
  EXPECT_FALSE(std::filesystem::exists(folder / "forged/backup/case.sqlite"));
}

TEST(Examine, says_in_json_what_it_found_and_what_not) {
  Folder folder;
  forge(folder / "forged", encrypted_template());
  write_text(folder / "pw", "pw\n");
  auto outcome = run_bridle({"examine", folder / "forged/backup", "--case", folder / "case", "-i",
                             folder / "forged/indicators.stix2", "--password-file", folder / "pw", "--json"});
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  ASSERT_EQ(parser.parse(outcome.out).get(document), simdjson::SUCCESS) << outcome.out;
  EXPECT_EQ(std::string_view(document["format"]), "bridle verdict 1");
  EXPECT_EQ(std::string_view(document["finding"]), "critical");
  EXPECT_EQ(std::string_view(document["device"]["product_type"]), "iPhone12,1");
  EXPECT_GT(simdjson::dom::array(document["findings"]).size(), 5u);
  EXPECT_GT(simdjson::dom::array(document["artefacts"]).size(), 10u);
  EXPECT_EQ(std::string_view(document["seal"]), seal_of(folder / "case"));
}

TEST(Examine, triage_hashes_only_what_it_read_and_says_so) {
  Folder folder;
  forge(folder / "forged", encrypted_template());
  auto outcome = run_bridle({"examine", folder / "forged/backup", "--case", folder / "case", "--triage"},
                            {{"BRIDLE_PASSWORD", "pw"}});
  EXPECT_EQ(text_in(folder / "case", "SELECT value FROM examination WHERE key = 'triage'"), "yes");
  EXPECT_LT(count_in(folder / "case", "SELECT count(*) FROM evidence_file"), 30);
  EXPECT_THAT(read_text(folder / "case/manifest.json"), HasSubstr("\"triage\": \"yes\""));
}

TEST(Examine, reads_a_decrypted_copy_of_an_encrypted_backup_without_a_password) {
  Folder folder;
  BackupTemplate plain;
  forge(folder / "plain", plain);
  forge(folder / "encrypted", encrypted_template());
  // What other tools leave behind: files and index in clear, the old Manifest.plist beside them.
  std::filesystem::copy_file(folder / "encrypted/backup/Manifest.plist",
                             folder / "plain/backup/Manifest.plist",
                             std::filesystem::copy_options::overwrite_existing);
  auto outcome = run_bridle({"examine", folder / "plain/backup", "--case", folder / "case", "-i",
                             folder / "plain/indicators.stix2"});
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  expect_answers(folder / "plain", folder / "case");
}

TEST(Show, every_listing_of_a_case_prints_in_every_form) {
  Folder folder;
  forge(folder / "forged", {});
  run_bridle({"examine", folder / "forged/backup", "--case", folder / "case", "-q", "-i",
              folder / "forged/indicators.stix2"});
  for (const char* listing : {"findings", "coverage", "records", "timeline"})
    for (const char* form : {"", "--json", "--csv"}) {
      std::vector<std::string> arguments{listing, folder / "case"};
      if (*form != 0) arguments.emplace_back(form);
      auto outcome = run_bridle(arguments);
      EXPECT_EQ(outcome.code, 0) << listing << form << outcome.err;
      EXPECT_GT(outcome.out.size(), 200u) << listing << form;
    }
  auto one = run_bridle({"records", folder / "case", "-a", "ios.sms"});
  EXPECT_THAT(one.out, HasSubstr("news-alert.example.org"));
  EXPECT_EQ(run_bridle({"records", folder / "case", "-a", "ios.nothing"}).code, 2);
  EXPECT_EQ(run_bridle({"explain", "ios.data_usage_orphan"}).code, 0);
  EXPECT_EQ(run_bridle({"explain", "no.rule"}).code, 2);
}

TEST(Match, stores_a_new_revision_without_the_evidence_and_keeps_the_case_verifiable) {
  Folder folder;
  forge(folder / "forged", {});
  auto first = run_bridle({"examine", folder / "forged/backup", "--case", folder / "case"});
  EXPECT_NE(first.code, 2) << first.err;
  std::filesystem::remove_all(folder / "forged/backup");
  auto second = run_bridle({"match", folder / "case", "--indicators", folder / "forged/indicators.stix2"});
  EXPECT_EQ(second.code, 1) << second.err;
  EXPECT_EQ(count_in(folder / "case", "SELECT count(*) FROM revision"), 2);
  EXPECT_EQ(count_in(folder / "case", "SELECT count(*) FROM match WHERE revision = 1"), 0);
  expect_answers(folder / "forged", folder / "case");
  EXPECT_EQ(run_bridle({"verify", folder / "case"}).code, 0);
}

}  // namespace
}  // namespace bridle::testing

#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "mvt_output.h"
#include "testing/backup_builder.h"
#include "testing/corpus.h"
#include "testing/dump_builder.h"
#include "testing/indicators.h"

namespace bridle::testing {

/// Evidence that rows of mvt-expected.json are about, examined and exported in MVT's form. A row is named by
/// its `test`, without "tests/" in front.
class MvtRows : public ::testing::Test {
 protected:
  using Patterns = std::initializer_list<std::string_view>;

  void SetUp() override {
    auto root = corpus(BRIDLE_SOURCE_DIR);
    if (!root) GTEST_SKIP() << "no corpus: set BRIDLE_CORPUS";
    corpus_ = *root;
    ASSERT_EQ(parser_.load((corpus_ / "expected/mvt-expected.json").string()).get(rows_), simdjson::SUCCESS);
  }

  /// Examines evidence with MVT's nine indicators, or with these instead, and exports the case.
  void examine(const std::string& evidence, Patterns patterns = {}) {
    std::string mine = folder_ / ("given" + std::to_string(++runs_) + ".stix2");
    write_text(mine, bundle_of(patterns));
    std::string session = (corpus_ / "ioc-mvt-tests/mvt-session-fixture.stix2").string();
    auto done = run_bridle(
        {"examine", evidence, "--case", made("case"), "-q", "-i", patterns.size() == 0 ? session : mine});
    ASSERT_NE(done.code, 2) << done.err;
    auto exported = run_bridle({"export", made("case"), "--format", "mvt", "-o", made("mvt")});
    ASSERT_EQ(exported.code, 0) << exported.err;
  }
  void examine_fixture(Patterns patterns = {}) {
    examine((corpus_ / "ios-mvt-backup/ios_backup").string(), patterns);
  }
  void examine_backup(const std::vector<BackupFile>& files, Patterns patterns = {}) {
    std::string place = folder_ / ("backup" + std::to_string(runs_));
    auto backup = IosBackupBuilder::begin(place, BackupTemplate{});
    ASSERT_TRUE(backup);
    for (const BackupFile& file : files) ASSERT_TRUE((*backup)->add(file));
    ASSERT_TRUE((*backup)->finish());
    examine(place, patterns);
  }
  void examine_dump(const std::vector<DumpFile>& files, Patterns patterns = {}) {
    std::string place = folder_ / ("dump" + std::to_string(runs_));
    auto dump = DumpBuilder::begin(place, Packing::folder);
    ASSERT_TRUE(dump);
    for (const DumpFile& file : files) ASSERT_TRUE((*dump)->add(file));
    ASSERT_TRUE((*dump)->finish());
    examine(place, patterns);
  }
  /// A file of MVT's fixture, by the fileID under which it lies there.
  std::string stored(const std::string& file_id) const {
    return (corpus_ / "ios-mvt-backup/ios_backup" / file_id.substr(0, 2) / file_id).string();
  }

  simdjson::dom::element row(const std::string& test) const {
    for (simdjson::dom::element row : rows_)
      if (std::string_view(row["test"]) == "tests/" + test) return row;
    ADD_FAILURE() << "no row " << test;
    return {};
  }
  std::optional<std::int64_t> number(const std::string& test, std::string_view member) const {
    std::int64_t value = 0;
    return row(test)[member].get(value) == simdjson::SUCCESS ? std::optional(value) : std::nullopt;
  }
  /// The counts that the row has; alerts only where it counts those of indicators.
  void expect_row(const std::string& test, const std::string& slug, std::string_view plugin) const {
    SCOPED_TRACE(test);
    auto holds = [&](std::string_view member, std::int64_t ours) {
      EXPECT_EQ(ours, number(test, member).value_or(ours)) << member;
    };
    holds("expected_results", records_of(out(slug)));
    holds("expected_timeline", events_of(made("mvt"), plugin));
    holds("expected_alerts", records_of(out(slug + "_detected")));
  }
  std::string out(const std::string& slug) const { return made("mvt") + "/" + slug + ".json"; }
  std::string text_of(const std::string& slug) const { return read_text(out(slug)); }
  std::string made(const std::string& what) const { return folder_ / (what + std::to_string(runs_)); }

  std::filesystem::path corpus_;
  simdjson::dom::parser parser_;
  simdjson::dom::array rows_;
  Folder folder_;
  int runs_ = 0;
};

}  // namespace bridle::testing

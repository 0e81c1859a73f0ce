#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mvt_output.h"
#include "testing/backup_builder.h"
#include "testing/dump_builder.h"
#include "testing/indicators.h"

namespace bridle::testing {

/// Evidence made for a test, examined and exported in MVT's form, as often as the test likes.
class MadeEvidence : public ::testing::Test {
 protected:
  using Patterns = std::initializer_list<std::string_view>;

  /// With these indicators, or with those of a file. The evidence of run n is followed by "case" and "mvt" n
  /// + 1.
  void examine(const std::string& evidence, Patterns patterns, const std::string& file = {}) {
    std::string mine = folder_ / ("given" + std::to_string(++runs_) + ".stix2");
    write_text(mine, bundle_of(patterns));
    auto done =
        run_bridle({"examine", evidence, "--case", made("case"), "-q", "-i", file.empty() ? mine : file});
    ASSERT_NE(done.code, 2) << done.err;
    auto exported = run_bridle({"export", made("case"), "--format", "mvt", "-o", made("mvt")});
    ASSERT_EQ(exported.code, 0) << exported.err;
  }
  void examine_backup(const std::vector<BackupFile>& files, Patterns patterns = {}) {
    std::string place = folder_ / ("backup" + std::to_string(runs_));
    auto backup = IosBackupBuilder::begin(place, BackupTemplate{});
    ASSERT_TRUE(backup);
    for (const BackupFile& file : files) ASSERT_TRUE((*backup)->add(file));
    ASSERT_TRUE((*backup)->finish());
    examine(place, patterns, patterns.size() == 0 ? otherwise_ : std::string());
  }
  void examine_dump(const std::vector<DumpFile>& files, Patterns patterns = {}) {
    std::string place = folder_ / ("dump" + std::to_string(runs_));
    auto dump = DumpBuilder::begin(place, Packing::folder);
    ASSERT_TRUE(dump);
    for (const DumpFile& file : files) ASSERT_TRUE((*dump)->add(file));
    ASSERT_TRUE((*dump)->finish());
    examine(place, patterns, patterns.size() == 0 ? otherwise_ : std::string());
  }
  std::int64_t count(const std::string& sql) const { return count_in(made("case"), sql); }
  std::string out(const std::string& slug) const { return made("mvt") + "/" + slug + ".json"; }
  std::string text_of(const std::string& slug) const { return read_text(out(slug)); }
  std::string timeline() const { return read_text(made("mvt") + "/timeline.csv"); }
  std::string made(const std::string& what) const { return folder_ / (what + std::to_string(runs_)); }

  std::string otherwise_;  ///< a file of indicators for examinations without patterns
  Folder folder_;
  int runs_ = 0;
};

}  // namespace bridle::testing

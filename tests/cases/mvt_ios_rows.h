#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "made_evidence.h"
#include "testing/corpus.h"

namespace bridle::testing {

/// Evidence that rows of mvt-expected.json are about. A row is named by its `test`, without "tests/" in
/// front. Where a test gives no indicators, MVT's own nine are looked for.
class MvtRows : public MadeEvidence {
 protected:
  void SetUp() override {
    auto root = corpus(BRIDLE_SOURCE_DIR);
    if (!root) GTEST_SKIP() << "no corpus: set BRIDLE_CORPUS";
    corpus_ = *root;
    otherwise_ = (corpus_ / "ioc-mvt-tests/mvt-session-fixture.stix2").string();
    ASSERT_EQ(parser_.load((corpus_ / "expected/mvt-expected.json").string()).get(rows_), simdjson::SUCCESS);
  }

  void examine_fixture(Patterns patterns = {}) {
    examine((corpus_ / "ios-mvt-backup/ios_backup").string(), patterns,
            patterns.size() == 0 ? otherwise_ : std::string());
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

  std::filesystem::path corpus_;
  simdjson::dom::parser parser_;
  simdjson::dom::array rows_;
};

}  // namespace bridle::testing

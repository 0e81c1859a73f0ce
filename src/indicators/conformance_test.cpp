#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/match_vectors.h"

namespace bridle::testing {
namespace {

TEST(Conformance, every_vector_gives_its_grade) {
  auto results = run_match_vectors(content_of(BRIDLE_SOURCE_DIR "/tests/conformance/matching.jsonl"));
  ASSERT_TRUE(results) << results.error().message;
  for (const VectorResult& result : *results)
    EXPECT_EQ(result.given, result.expected) << "line " << result.line << ": " << result.indicator << " | "
                                             << result.value << " | " << result.reason;
  EXPECT_GE(results->size(), 400u);
}

TEST(Conformance, a_vector_that_cannot_be_read_is_no_vector) {
  EXPECT_FALSE(run_match_vectors("{"));
  EXPECT_FALSE(run_match_vectors(R"({"indicator":{"pattern":"x"}})"));
  EXPECT_FALSE(run_match_vectors(
      R"({"indicator":{"pattern":"x"},"observation":{"type":"smell","value":"x"},"expect":"none","reason":"r"})"));
}

}  // namespace
}  // namespace bridle::testing

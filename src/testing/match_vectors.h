#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bridle::testing {

/// What became of one line of tests/conformance/matching.jsonl.
struct VectorResult {
  std::int64_t line;
  std::string indicator, value, reason;
  std::string expected, given;  ///< grades, and the names of attributions where the vector asks for them
};

/// Runs every vector of a file in the format of tests/conformance/README.md, in order. Faults: malformed,
/// with the line.
Result<std::vector<VectorResult>> run_match_vectors(std::string_view jsonl);

}  // namespace bridle::testing

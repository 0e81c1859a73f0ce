#include <fmt/core.h>

#include "base/json.h"
#include "testing/corpus.h"
#include "testing/match_vectors.h"

/// Prints one JSON object per vector: line, expected, given. Ends with 1 when one of them differs.
int main(int argc, char** argv) {
  using namespace bridle;
  if (argc != 2) {
    fmt::print(stderr, "usage: bridle-match-vectors tests/conformance/matching.jsonl\n");
    return 2;
  }
  auto results = testing::run_match_vectors(testing::content_of(argv[1]));
  if (!results) {
    fmt::print(stderr, "{}\n", results.error().message);
    return 2;
  }
  bool differs = false;
  for (const auto& result : *results) {
    JsonWriter json(false);
    json.object()
        .member("line", result.line)
        .member("expected", result.expected)
        .member("given", result.given)
        .end();
    fmt::print("{}\n", json.take());
    differs |= result.expected != result.given;
  }
  return differs ? 1 : 0;
}

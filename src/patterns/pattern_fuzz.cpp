#include <cstdlib>

#include "base/bytes.h"
#include "patterns/evaluate.h"
#include "testing/observations.h"

// The pattern, a zero byte, and the observations as JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bridle;
  std::string_view input = as_text({data, size});
  auto zero = input.find('\0');
  auto pattern = parse_pattern(input.substr(0, zero));
  if (!pattern) return 0;
  // A well-formed pattern always says something, and never more than promised.
  if (pattern->comparisons.empty() || pattern->comparisons.size() > pattern_constant_limit) std::abort();
  for (const PatternComparison& comparison : pattern->comparisons)
    if (comparison.from >= comparison.to || comparison.to > input.size()) std::abort();
  auto program = PatternProgram::make(std::move(*pattern));
  if (!program || zero == std::string_view::npos) return 0;
  auto seen = testing::observations_from_json(input.substr(zero + 1));
  if (!seen) return 0;
  auto answer = evaluate(*program, seen->observations, {.steps = 20'000});
  if (!answer) return 0;
  for (const Binding& binding : answer->sequences.bindings) {
    if (binding.empty()) std::abort();
    for (std::uint32_t number : binding)
      if (number >= seen->observations.size()) std::abort();
  }
  return 0;
}

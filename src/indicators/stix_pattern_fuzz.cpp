#include <cstdlib>

#include "base/bytes.h"
#include "indicators/stix_conditions.h"
#include "indicators/stix_values.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto pattern = bridle::split_stix_pattern(bridle::as_text({data, size}));
  if (!pattern) return 0;
  // A well-formed pattern always says something, and never more alternatives than promised.
  if (pattern->atoms.empty() && pattern->conditions.empty()) std::abort();
  if (pattern->atoms.size() > bridle::pattern_constant_limit) std::abort();
  for (const auto& atom : pattern->atoms) (void)bridle::indicator_of_atom(atom);
  for (auto& condition : pattern->conditions) (void)bridle::check_condition(condition);
  return 0;
}

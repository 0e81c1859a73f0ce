#include <cstdlib>

#include "base/bytes.h"
#include "indicators/stix_pattern.h"
#include "indicators/stix_values.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto pattern = bridle::parse_stix_pattern(bridle::as_text({data, size}));
  if (!pattern) return 0;
  // A well-formed pattern always says something, and never more alternatives than promised.
  if (pattern->atoms.empty() && pattern->not_evaluated.empty()) std::abort();
  if (pattern->atoms.size() > bridle::pattern_atom_limit) std::abort();
  for (const auto& atom : pattern->atoms) (void)bridle::indicator_of_atom(atom);
  return 0;
}

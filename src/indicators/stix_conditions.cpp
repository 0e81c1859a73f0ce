#include "indicators/stix_conditions.h"

#include <algorithm>

#include "base/text.h"
#include "patterns/evaluate.h"

namespace bridle {
namespace {

constexpr ConditionPath known[] = {
    {"app", "id"},
    {"configuration-profile", "id"},
    {"directory", "path"},
    {"domain-name", "value"},
    {"email-addr", "value"},
    {"email-message", "from_ref.value"},
    {"email-message", "sender_ref.value"},
    {"file", "hashes.SHA-256"},
    {"file", "name"},
    {"file", "parent_directory_ref.path"},
    {"file", "path"},
    {"ipv4-addr", "value"},
    {"ipv6-addr", "value"},
    {"network-traffic", "dst_ref.value"},
    {"process", "image_ref.name"},
    {"process", "name"},
    {"url", "value"},
};

/// "hashes.'SHA-256'", "hashes.sha256": whatever publishers write.
std::string folded(std::string_view path) {
  std::string out = to_lower_ascii(path);
  if (out.starts_with("hashes.")) out.erase(std::remove(out.begin() + 7, out.end(), '-'), out.end());
  return out;
}

}  // namespace

std::span<const ConditionPath> condition_paths() {
  return known;
}

Result<> check_condition(const Pattern& condition) {
  for (const PatternComparison& comparison : condition.comparisons) {
    std::string path = comparison.path.text();
    auto same = [&](const ConditionPath& each) {
      return each.object == comparison.path.object && folded(each.path) == folded(path);
    };
    // Property names are part of the vocabulary and short; values never stand here.
    if (std::ranges::none_of(known, same))
      return fail(Fault::unsupported, "object path " + (comparison.path.object + ":" + path).substr(0, 100) +
                                          " is not evaluated");
    for (const PatternConstant& constant : comparison.constants)
      if (!std::holds_alternative<std::string>(constant))
        return fail(Fault::unsupported, "comparison with something other than text is not evaluated");
  }
  (void)TRY(PatternProgram::make(condition));
  return {};
}

}  // namespace bridle

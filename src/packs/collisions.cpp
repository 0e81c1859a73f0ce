#include "packs/collisions.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "base/text.h"

namespace bridle {

Result<> add_collisions(IndicatorSet& set, std::string_view text) {
  std::multimap<std::string, Indicator*> known;
  for (Indicator& each : set.indicators) {
    known.emplace(fmt::format("{} {}", name(each.type), each.value), &each);
    if (each.normalised != each.value)
      known.emplace(fmt::format("{} {}", name(each.type), each.normalised), &each);
  }
  Lines lines(text);
  while (auto line = lines.next()) {
    auto content = trim(line->text);
    if (content.empty() || content.starts_with('#')) continue;
    // A value may hold colons (a URL, an IPv6 address); what ends it is a colon with a blank.
    auto blank = content.find(' '), colon = content.find(": ");
    auto wrong = [&](Fault fault, std::string_view what) {
      return fail(fault, fmt::format("line {}: {}", line->number, what));
    };
    if (blank == std::string_view::npos || colon == std::string_view::npos || colon < blank)
      return wrong(Fault::malformed, "not of the form TYPE VALUE: why");
    auto why = trim(content.substr(colon + 1));
    auto value = trim(content.substr(blank, colon - blank));
    if (value.empty() || why.empty() || why.size() > 500 || !is_utf8(why))
      return wrong(Fault::malformed, "not of the form TYPE VALUE: why");
    auto [first, last] = known.equal_range(fmt::format("{} {}", content.substr(0, blank), value));
    if (first == last) return wrong(Fault::absent, "the sources hold no such value");
    for (auto at = first; at != last; ++at) {
      auto& list = at->second->collisions;
      if (std::ranges::find(list, why) == list.end()) list.emplace_back(why);
    }
  }
  return {};
}

}  // namespace bridle

#pragma once

#include <fmt/core.h>

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/json.h"
#include "indicators/matcher.h"
#include "indicators/stix_loader.h"

namespace bridle::testing {

/// A bundle with one indicator per pattern and no names: ids are indicator--0, indicator--1, …
template <class Patterns>
std::string bundle_of(const Patterns& patterns) {
  JsonWriter json;
  json.object().member("type", "bundle").key("objects").array();
  int number = 0;
  for (const auto& pattern : patterns)
    json.object()
        .member("type", "indicator")
        .member("id", fmt::format("indicator--{}", number++))
        .member("pattern_type", "stix")
        .member("pattern", pattern)
        .end();
  return json.end().end().take();
}
inline std::string bundle_of(std::initializer_list<std::string_view> patterns) {
  return bundle_of<std::initializer_list<std::string_view>>(patterns);
}

inline IndicatorSet load(std::string_view content, std::string_view name = "test.stix2") {
  IndicatorLoader loader;
  loader.add_file(name, as_bytes(content));
  return loader.finish();
}

inline IndicatorSet indicators_of(std::initializer_list<std::string_view> patterns) {
  return load(bundle_of(patterns));
}

/// What a value meets: "0 exact, 2 subdomain", or "none".
inline std::string hits(const Matcher& matcher, ObservableType type, std::string_view value,
                        MatchContext context = {}) {
  std::vector<Hit> found;
  matcher.match(type, value, context, found);
  std::string out;
  for (const Hit& hit : found)
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", hit.indicator, name(hit.grade));
  return out.empty() ? "none" : out;
}

/// The strongest grade at which a value meets any indicator, or "none".
inline std::string grade(const Matcher& matcher, ObservableType type, std::string_view value,
                         MatchContext context = {}) {
  std::vector<Hit> found;
  matcher.match(type, value, context, found);
  if (found.empty()) return "none";
  auto best = found[0].grade;
  for (const Hit& hit : found) best = std::min(best, hit.grade);
  return std::string(name(best));
}

}  // namespace bridle::testing

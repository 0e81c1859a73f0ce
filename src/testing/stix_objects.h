#pragma once

#include <string>
#include <string_view>

#include "testing/indicators.h"

namespace bridle::testing {

/// A bundle around objects given as JSON.
inline std::string bundle(std::string_view objects) {
  return fmt::format(R"({{"type":"bundle","objects":[{}]}})", objects);
}

inline std::string indicator(std::string_view id, std::string_view host, std::string_view more = "") {
  return fmt::format(
      R"({{"type":"indicator","id":"indicator--{}","pattern":"[domain-name:value='{}']"{}{}}})", id, host,
      more.empty() ? "" : ",", more);
}

inline std::string named(std::string_view type, std::string_view id, std::string_view title) {
  return fmt::format(R"({{"type":"{}","id":"{}--{}","name":"{}"}})", type, type, id, title);
}

inline std::string link(std::string_view from, std::string_view type, std::string_view to) {
  return fmt::format(
      R"({{"type":"relationship","relationship_type":"{}","source_ref":"{}","target_ref":"{}"}})", type, from,
      to);
}

inline std::string attributions(const Indicator& indicator) {
  std::string out;
  for (const auto& each : indicator.attributions)
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", name(each.kind), each.name);
  return out;
}

inline std::string rejected(const IndicatorSet& set) {
  std::string out;
  for (const auto& file : set.report.files)
    for (const auto& remark : file.rejected) out += fmt::format("{}: {}\n", remark.id, remark.reason);
  return out;
}

}  // namespace bridle::testing

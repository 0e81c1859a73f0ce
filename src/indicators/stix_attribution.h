#pragma once

#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "indicators/stix_objects.h"

namespace bridle {

/// Most attributions that one indicator keeps.
constexpr std::size_t attribution_limit = 32;

/// The graph from indicators to what they indicate, over all files.
/// An indicator belongs to whatever it has a relationship to and to every report and grouping that lists it.
/// From there the graph is followed along attributed-to, authored-by and variant-of, and back along a
/// campaign's, set's or actor's `uses`; never from a report to its other members, which say nothing about
/// this indicator.
class AttributionGraph {
 public:
  /// Borrows: `content`, for as long as the graph is used.
  explicit AttributionGraph(const StixContent& content);
  /// Sorted, without doubles, at most attribution_limit.
  std::vector<Attribution> of(std::string_view indicator_id) const;

 private:
  struct Named {
    AttributionKind kind;
    std::string_view name;
  };
  using Links = std::unordered_map<std::string_view, std::vector<std::string_view>>;
  bool is_somebody(std::string_view id) const;
  void follow(const Links& links, std::string_view id, int depth, std::vector<Attribution>& out) const;

  std::unordered_map<std::string_view, Named> nodes_;
  Links next_;     // along which an attribution passes on; targets are all in nodes_
  Links used_by_;  // malware or tool to those who use it
};

}  // namespace bridle

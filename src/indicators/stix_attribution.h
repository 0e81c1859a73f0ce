#pragma once

#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "indicators/stix_objects.h"

namespace bridle {

/// Most attributions that one indicator keeps.
constexpr std::size_t attribution_limit = 32;

/// What the graph says of an indicator.
struct AttributionChain {
  std::vector<Attribution> attributions;  ///< sorted, without doubles, at most attribution_limit
  Tlp tlp = Tlp::none;                  ///< the most restrictive of all objects and relationships on the way
  std::vector<std::string> references;  ///< of what the indicator names itself, and of reports; not sorted
};

/// The graph from indicators to what they indicate, over all files.
/// An indicator belongs to whatever it has a relationship to and to every report and grouping that lists it.
/// From there the graph is followed along attributed-to, authored-by and variant-of, from infrastructure to
/// the malware that it controls, delivers or hosts, and back along a campaign's, set's or actor's `uses`;
/// never from a report to its other members, which say nothing about this indicator. Of each id the newest
/// `modified` counts, and nothing once any version is revoked.
class AttributionGraph {
 public:
  /// Borrows: both, for as long as the graph is used.
  AttributionGraph(const StixContent& content, const StixMarkings& markings);
  AttributionChain of(StixId indicator) const;

 private:
  struct Named {
    const StixNode* node;
    std::string_view name;  // of the newest version that has one
    Tlp tlp;
  };
  struct Link {
    StixId source, target;
    Tlp tlp;
  };
  /// Links by their source: those of one stand together, in the order of their targets' ids.
  class Links {
   public:
    void add(StixId source, StixId target, Tlp tlp) { all_.push_back({source, target, tlp}); }
    void sort(const StixIds& ids);
    std::span<const Link> of(StixId source) const {
      if (source + 1 >= first_.size()) return {};
      return std::span(all_).subspan(first_[source], first_[source + 1] - first_[source]);
    }

   private:
    std::vector<Link> all_;
    std::vector<std::uint32_t> first_;  // by source: index into all_
  };
  void add_nodes(const StixContent& content, const StixMarkings& markings);
  void add_relationship(const StixRelationship& link, Tlp tlp);
  bool is_somebody(StixId id) const;
  void follow(const Links& links, StixId id, int depth, AttributionChain& out) const;

  const StixIds* ids_;
  std::unordered_map<StixId, Named> nodes_;
  Links next_;     // along which an attribution passes on; targets are all in nodes_
  Links used_by_;  // malware, tool or infrastructure to those who use it
};

}  // namespace bridle

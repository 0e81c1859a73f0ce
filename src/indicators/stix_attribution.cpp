#include "indicators/stix_attribution.h"

#include <algorithm>

namespace bridle {
namespace {

/// Relationships that are followed at most: indicator, malware, campaign, set, actor, and its sponsor.
constexpr int depth_of_attribution = 6;

bool passes_on(std::string_view type) {
  return type == "attributed-to" || type == "authored-by" || type == "variant-of";
}

}  // namespace

AttributionGraph::AttributionGraph(const StixContent& content) {
  for (const StixNode& node : content.nodes) {
    if (node.id.empty()) continue;
    auto [at, fresh] = nodes_.try_emplace(node.id, Named{node.kind, node.name});
    if (at->second.name.empty()) at->second.name = node.name;
    for (const auto& member : node.members) next_[member].push_back(node.id);
  }
  for (const StixRelationship& link : content.relationships) {
    // Sources that are indicators may use any type of relationship but those to plain observations.
    bool from_indicator = link.source.starts_with("indicator--");
    if ((from_indicator ? link.type != "based-on" : passes_on(link.type)) && nodes_.contains(link.target))
      next_[link.source].push_back(link.target);
    else if (!from_indicator && link.type == "uses" && is_somebody(link.source))
      used_by_[link.target].push_back(link.source);
  }
  for (auto* links : {&next_, &used_by_}) {
    for (auto& [id, targets] : *links) {
      std::ranges::sort(targets);
      targets.erase(std::ranges::unique(targets).begin(), targets.end());
    }
  }
}

bool AttributionGraph::is_somebody(std::string_view id) const {
  auto node = nodes_.find(id);
  return node != nodes_.end() && (node->second.kind == AttributionKind::campaign ||
                                  node->second.kind == AttributionKind::intrusion_set ||
                                  node->second.kind == AttributionKind::threat_actor);
}

void AttributionGraph::follow(const Links& links, std::string_view id, int depth,
                              std::vector<Attribution>& out) const {
  auto targets = links.find(id);
  if (targets == links.end()) return;
  for (std::string_view target : targets->second) {
    if (out.size() >= attribution_limit) return;
    if (std::ranges::any_of(out, [&](const Attribution& known) { return known.id == target; })) continue;
    const Named& node = nodes_.at(target);
    out.push_back({node.kind, std::string(node.name.empty() ? target : node.name), std::string(target)});
    if (depth == depth_of_attribution) continue;
    follow(next_, target, depth + 1, out);
    // Only of what the indicator names itself: who uses a relative of it says nothing about this value.
    if (depth == 1) follow(used_by_, target, depth + 1, out);
  }
}

std::vector<Attribution> AttributionGraph::of(std::string_view indicator_id) const {
  std::vector<Attribution> out;
  follow(next_, indicator_id, 1, out);
  std::ranges::sort(out);
  return out;
}

}  // namespace bridle

#include "indicators/stix_attribution.h"

#include <algorithm>

namespace bridle {
namespace {

/// Relationships that are followed at most: indicator, malware, campaign, set, actor, and its sponsor.
constexpr int depth_of_attribution = 6;
/// Most references that one indicator gets from what it is attributed to.
constexpr std::size_t reference_limit = 100;

bool passes_on(const StixRelationship& link) {
  if (link.type == "attributed-to" || link.type == "authored-by" || link.type == "variant-of") return true;
  return link.source.starts_with("infrastructure--") &&
         (link.type == "controls" || link.type == "delivers" || link.type == "hosts");
}

/// Of each id the newest version that is not withdrawn; objects without an id stand for themselves.
template <class Object>
std::vector<const Object*> current_versions(const std::vector<Object>& all) {
  std::unordered_map<std::string_view, const Object*> newest;
  std::vector<const Object*> out;
  for (const Object& object : all) {
    if (object.id.empty()) {
      if (!object.revoked) out.push_back(&object);
      continue;
    }
    auto [at, fresh] = newest.try_emplace(object.id, &object);
    const Object* known = at->second;
    // Revoked in any version is final.
    if (object.revoked || (!known->revoked && object.modified >= known->modified)) at->second = &object;
  }
  for (const Object& object : all)
    if (auto at = newest.find(object.id); at != newest.end() && at->second == &object && !object.revoked)
      out.push_back(&object);
  return out;
}

}  // namespace

void AttributionGraph::add_nodes(const StixContent& content, const StixMarkings& markings) {
  for (const StixNode* node : current_versions(content.nodes)) {
    if (node->id.empty()) continue;
    auto tlp = markings.of(node->tlp, node->markings);
    nodes_.emplace(node->id, Named{node, node->name, tlp});
  }
  for (const StixNode& node : content.nodes) {
    auto known = nodes_.find(node.id);
    if (known == nodes_.end()) continue;
    if (known->second.name.empty()) known->second.name = node.name;
    if (known->second.node != &node) continue;
    for (const auto& member : node.members) next_[member].push_back({node.id, Tlp::none});
  }
}

AttributionGraph::AttributionGraph(const StixContent& content, const StixMarkings& markings) {
  add_nodes(content, markings);
  for (const StixRelationship* link : current_versions(content.relationships))
    add_relationship(*link, markings.of(link->tlp, link->markings));
  for (auto* links : {&next_, &used_by_}) {
    for (auto& [id, targets] : *links) {
      std::ranges::sort(targets);
      targets.erase(std::ranges::unique(targets).begin(), targets.end());
    }
  }
}

void AttributionGraph::add_relationship(const StixRelationship& link, Tlp tlp) {
  // Sources that are indicators may use any type of relationship but those to plain observations.
  bool from_indicator = link.source.starts_with("indicator--");
  if ((from_indicator ? link.type != "based-on" : passes_on(link)) && nodes_.contains(link.target))
    next_[link.source].push_back({link.target, tlp});
  else if (!from_indicator && link.type == "uses" && is_somebody(link.source))
    used_by_[link.target].push_back({link.source, tlp});
}

bool AttributionGraph::is_somebody(std::string_view id) const {
  auto node = nodes_.find(id);
  if (node == nodes_.end()) return false;
  auto kind = node->second.node->kind;
  return kind == AttributionKind::campaign || kind == AttributionKind::intrusion_set ||
         kind == AttributionKind::threat_actor;
}

void AttributionGraph::follow(const Links& links, std::string_view id, int depth,
                              AttributionChain& out) const {
  auto targets = links.find(id);
  if (targets == links.end()) return;
  for (const auto& [target, tlp] : targets->second) {
    if (out.attributions.size() >= attribution_limit) return;
    out.tlp = std::max(out.tlp, tlp);
    auto known = [&](const Attribution& each) { return each.id == target; };
    if (std::ranges::any_of(out.attributions, known)) continue;
    const Named& named = nodes_.at(target);
    out.tlp = std::max(out.tlp, named.tlp);
    out.attributions.push_back(
        {named.node->kind, std::string(named.name.empty() ? target : named.name), std::string(target)});
    if (depth == 1)
      for (const auto& reference : named.node->references)
        if (out.references.size() < reference_limit) out.references.push_back(reference);
    if (depth == depth_of_attribution) continue;
    follow(next_, target, depth + 1, out);
    // Only of what the indicator names itself: who uses a relative of it says nothing about this value.
    if (depth == 1) follow(used_by_, target, depth + 1, out);
  }
}

AttributionChain AttributionGraph::of(std::string_view indicator_id) const {
  AttributionChain out;
  if (indicator_id.empty()) return out;
  follow(next_, indicator_id, 1, out);
  std::ranges::sort(out.attributions);
  return out;
}

}  // namespace bridle

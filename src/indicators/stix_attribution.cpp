#include "indicators/stix_attribution.h"

#include <algorithm>
#include <numeric>

namespace bridle {
namespace {

/// Relationships that are followed at most: indicator, malware, campaign, set, actor, and its sponsor.
constexpr int depth_of_attribution = 6;
/// Most references that one indicator gets from what it is attributed to.
constexpr std::size_t reference_limit = 100;

bool passes_on(const StixRelationship& link, std::string_view source) {
  if (link.type == "attributed-to" || link.type == "authored-by" || link.type == "variant-of") return true;
  return source.starts_with("infrastructure--") &&
         (link.type == "controls" || link.type == "delivers" || link.type == "hosts");
}

/// Of each id the newest version that is not withdrawn; objects without an id stand for themselves.
template <class Object>
std::vector<const Object*> current_versions(const std::vector<Object>& all, const StixIds& ids) {
  std::vector<const Object*> newest(ids.size()), out;
  for (const Object& object : all) {
    const Object*& known = newest[object.id];
    // Revoked in any version is final.
    if (known == nullptr || object.revoked || (!known->revoked && object.modified >= known->modified))
      known = &object;
  }
  for (const Object& object : all)
    if (!object.revoked && (object.id == 0 || newest[object.id] == &object)) out.push_back(&object);
  return out;
}

}  // namespace

void AttributionGraph::add_nodes(const StixContent& content, const StixMarkings& markings) {
  for (const StixNode* node : current_versions(content.nodes, content.ids)) {
    if (node->id == 0) continue;
    auto tlp = markings.of(node->tlp, node->markings);
    nodes_.emplace(node->id, Named{node, node->name, tlp});
  }
  for (const StixNode& node : content.nodes) {
    auto known = nodes_.find(node.id);
    if (known == nodes_.end()) continue;
    if (known->second.name.empty()) known->second.name = node.name;
    if (known->second.node != &node) continue;
    for (StixId member : node.members) next_.add(member, node.id, Tlp::none);
  }
}

AttributionGraph::AttributionGraph(const StixContent& content, const StixMarkings& markings)
    : ids_(&content.ids) {
  add_nodes(content, markings);
  for (const StixRelationship* link : current_versions(content.relationships, content.ids))
    add_relationship(*link, markings.of(link->tlp, link->markings));
  next_.sort(*ids_);
  used_by_.sort(*ids_);
}

void AttributionGraph::Links::sort(const StixIds& ids) {
  first_.assign(ids.size() + 1, 0);
  for (const Link& link : all_) ++first_[link.source + 1];
  std::partial_sum(first_.begin(), first_.end(), first_.begin());
  std::vector<Link> sorted(all_.size());
  auto next = first_;
  for (const Link& link : all_) sorted[next[link.source]++] = link;
  all_ = std::move(sorted);
  for (std::size_t source = 0; source + 1 < first_.size(); ++source) {
    std::span group(all_.begin() + first_[source], all_.begin() + first_[source + 1]);
    if (group.size() > 1)  // by text, so that nothing depends on the order of files
      std::ranges::sort(group, {},
                        [&](const Link& each) { return std::pair(ids.text(each.target), each.tlp); });
  }
}

void AttributionGraph::add_relationship(const StixRelationship& link, Tlp tlp) {
  auto source = ids_->text(link.source);
  // Sources that are indicators may use any type of relationship but those to plain observations.
  bool from_indicator = source.starts_with("indicator--");
  if ((from_indicator ? link.type != "based-on" : passes_on(link, source)) && nodes_.contains(link.target))
    next_.add(link.source, link.target, tlp);
  else if (!from_indicator && link.type == "uses" && is_somebody(link.source))
    used_by_.add(link.target, link.source, tlp);
}

bool AttributionGraph::is_somebody(StixId id) const {
  auto node = nodes_.find(id);
  if (node == nodes_.end()) return false;
  auto kind = node->second.node->kind;
  return kind == AttributionKind::campaign || kind == AttributionKind::intrusion_set ||
         kind == AttributionKind::threat_actor;
}

void AttributionGraph::follow(const Links& links, StixId id, int depth, AttributionChain& out) const {
  for (const auto& [source, target, tlp] : links.of(id)) {
    if (out.attributions.size() >= attribution_limit) return;
    out.tlp = std::max(out.tlp, tlp);
    auto text = ids_->text(target);
    auto known = [&](const Attribution& each) { return each.id == text; };
    if (std::ranges::any_of(out.attributions, known)) continue;
    const Named& named = nodes_.at(target);
    out.tlp = std::max(out.tlp, named.tlp);
    out.attributions.push_back(
        {named.node->kind, std::string(named.name.empty() ? text : named.name), std::string(text)});
    if (depth == 1)
      for (const auto& reference : named.node->references)
        if (out.references.size() < reference_limit) out.references.push_back(reference);
    if (depth == depth_of_attribution) continue;
    follow(next_, target, depth + 1, out);
    // Only of what the indicator names itself: who uses a relative of it says nothing about this value.
    if (depth == 1) follow(used_by_, target, depth + 1, out);
  }
}

AttributionChain AttributionGraph::of(StixId indicator) const {
  AttributionChain out;
  if (indicator == 0) return out;
  follow(next_, indicator, 1, out);
  if (out.attributions.size() > 1) std::ranges::sort(out.attributions);
  return out;
}

}  // namespace bridle

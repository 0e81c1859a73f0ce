#include "indicators/stix_objects.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.h"

namespace bridle {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

/// Longest text that is kept of names, ids and references, in bytes.
constexpr std::size_t text_limit = 1000;
/// Most references, markings and labels that are kept of one object.
constexpr std::size_t item_limit = 100;

constexpr std::string_view tlp_2_extension = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/// The properties that are read, by name.
enum class Key : std::uint8_t {
  type,
  id,
  created,
  modified,
  revoked,
  labels,
  object_marking_refs,
  granular_markings,
  external_references,
  name,
  pattern,
  pattern_type,
  valid_from,
  valid_until,
  confidence,
  indicator_types,
  relationship_type,
  source_ref,
  target_ref,
  object_refs,
  extensions,
  definition,
};
constexpr std::array<std::string_view, 22> key_names = {"type",
                                                        "id",
                                                        "created",
                                                        "modified",
                                                        "revoked",
                                                        "labels",
                                                        "object_marking_refs",
                                                        "granular_markings",
                                                        "external_references",
                                                        "name",
                                                        "pattern",
                                                        "pattern_type",
                                                        "valid_from",
                                                        "valid_until",
                                                        "confidence",
                                                        "indicator_types",
                                                        "relationship_type",
                                                        "source_ref",
                                                        "target_ref",
                                                        "object_refs",
                                                        "extensions",
                                                        "definition"};

/// An object whose properties were looked through once: there may be millions of objects, each asked for a
/// dozen.
class Properties {
 public:
  explicit Properties(const object& from) {
    for (auto [name, value] : from)
      for (std::size_t i = 0; i < key_names.size(); ++i)
        if (key_names[i] == name) {
          if (!has(static_cast<Key>(i))) values_[i] = value;  // the first of equal names counts
          known_ |= 1U << i;
          break;
        }
  }
  /// Is the property there, and of this type?
  template <class T>
  bool get(Key key, T& into) const {
    auto value = find(key);
    return value != nullptr && value->get(into) == simdjson::SUCCESS;
  }
  const element* find(Key key) const { return has(key) ? &values_[static_cast<std::size_t>(key)] : nullptr; }
  bool has(Key key) const { return (known_ >> static_cast<unsigned>(key) & 1U) != 0; }

 private:
  std::array<element, key_names.size()> values_;
  std::uint32_t known_ = 0;
};

std::string_view shortened(std::string_view text) {
  if (text.size() <= text_limit) return text;
  auto cut = text_limit;
  while (cut > 0 && (static_cast<std::uint8_t>(text[cut]) & 0xC0) == 0x80) --cut;
  return text.substr(0, cut);
}

std::string_view text_at(const Properties& from, Key key) {
  std::string_view text;
  return from.get(key, text) ? text : std::string_view{};
}

std::string_view short_text_at(const Properties& from, Key key) {
  return shortened(text_at(from, key));
}

std::string_view text_at(const object& from, std::string_view key) {
  std::string_view text;
  return from.at_key(key).get(text) == simdjson::SUCCESS ? text : std::string_view{};
}

/// Every text in a list, up to `most`; a single text counts as a list of one.
template <class Visit>
void each_text(const Properties& from, Key key, std::size_t most, Visit visit) {
  auto value = from.find(key);
  std::string_view text;
  array list;
  if (value == nullptr) return;
  if (value->get(text) == simdjson::SUCCESS) return visit(text);
  if (value->get(list) != simdjson::SUCCESS) return;
  for (element item : list) {
    if (most-- == 0) return;
    if (item.get(text) == simdjson::SUCCESS) visit(text);
  }
}

/// Markings of the whole object and of single properties: what is printed of it may be any of them.
std::vector<std::string> read_markings(const Properties& from) {
  std::vector<std::string> out;
  each_text(from, Key::object_marking_refs, item_limit,
            [&](std::string_view id) { out.emplace_back(id.substr(0, text_limit)); });
  array list;
  if (!from.get(Key::granular_markings, list)) return out;
  for (element item : list) {
    object marking;
    if (out.size() >= 2 * item_limit) break;
    if (item.get(marking) != simdjson::SUCCESS) continue;
    if (auto id = shortened(text_at(marking, "marking_ref")); !id.empty()) out.emplace_back(id);
  }
  return out;
}

bool read_revoked(const Properties& from) {
  bool revoked = false;
  return from.get(Key::revoked, revoked) && revoked;
}

/// Fills what all versioned objects have.
void read_version(const Properties& from, StixIds& ids, StixVersion& out) {
  out.id = ids.number(short_text_at(from, Key::id));
  out.modified = time_or_nothing(time_from_iso8601(text_at(from, Key::modified)));
  out.revoked = read_revoked(from);
  out.markings = read_markings(from);
  each_text(from, Key::labels, item_limit,
            [&](std::string_view label) { out.tlp = std::max(out.tlp, tlp_of_label(label)); });
}

void read_time(const Properties& from, Key key, std::optional<Time>& into, StixIndicator& indicator) {
  auto text = text_at(from, key);
  if (text.empty()) return;
  if (auto time = time_from_iso8601(text))
    into = *time;
  else
    indicator.add_details().notes.push_back(std::string(key_names[static_cast<std::size_t>(key)]) +
                                            " is no timestamp: taken as absent");
}

void read_label(std::string_view label, StixIndicator& out) {
  out.tlp = std::max(out.tlp, tlp_of_label(label));
  auto lower = to_lower_ascii(label);
  if (lower.starts_with("platform:")) lower.erase(0, 9);
  if (lower == "ios") out.platform = Platform::ios;
  if (lower == "android") out.platform = Platform::android;
}

void read_references(const Properties& from, std::vector<std::string>& out) {
  array list;
  if (!from.get(Key::external_references, list)) return;
  for (element item : list) {
    object reference;
    if (out.size() >= item_limit) return;
    if (item.get(reference) != simdjson::SUCCESS) continue;
    if (auto url = shortened(text_at(reference, "url")); !url.empty()) out.emplace_back(url);
  }
}

Tlp tlp_of_marking(const Properties& from) {
  auto tlp = tlp_of_marking_id(text_at(from, Key::id));
  std::string_view text;
  element extension;
  object extensions;
  if (from.get(Key::extensions, extensions) &&
      extensions.at_key(tlp_2_extension).get(extension) == simdjson::SUCCESS &&
      extension.at_key("tlp_2_0").get(text) == simdjson::SUCCESS)
    tlp = std::max(tlp, tlp_of_label("tlp:" + std::string(text)));
  object definition;
  if (from.get(Key::definition, definition))
    tlp = std::max(tlp, tlp_of_label("tlp:" + std::string(text_at(definition, "tlp"))));
  return std::max(tlp, tlp_of_label(text_at(from, Key::name)));
}

StixIndicator read_indicator(const Properties& from, StixContent& content) {
  StixIndicator out;
  out.id = content.ids.number(short_text_at(from, Key::id));
  std::string_view pattern;
  out.has_pattern = from.get(Key::pattern, pattern);
  out.pattern = content.texts.keep(pattern);
  auto type = short_text_at(from, Key::pattern_type);
  out.pattern_type = type == "stix" ? "stix" : content.texts.keep(type);
  read_time(from, Key::modified, out.modified, out);
  read_time(from, Key::valid_from, out.valid_from, out);
  read_time(from, Key::valid_until, out.valid_until, out);
  // Most publishers write the day on which they made the file: that says nothing of when the thing was bad.
  constexpr std::int64_t a_day = 86'400LL * 1'000'000'000;
  auto created = time_or_nothing(time_from_iso8601(text_at(from, Key::created)));
  out.valid_from_published =
      out.valid_from && (!created || (out.valid_from->nanoseconds < created->nanoseconds + a_day &&
                                      out.valid_from->nanoseconds > created->nanoseconds - a_day));
  out.revoked = read_revoked(from);
  std::int64_t confidence = 0;
  if (from.get(Key::confidence, confidence) && confidence >= 0 && confidence <= 100)
    out.confidence = static_cast<int>(confidence);
  for (auto key : {Key::labels, Key::indicator_types})
    each_text(from, key, item_limit, [&](std::string_view label) { read_label(label, out); });
  if (from.has(Key::object_marking_refs) || from.has(Key::granular_markings))
    out.add_details().markings = read_markings(from);
  if (from.has(Key::external_references)) read_references(from, out.add_details().references);
  return out;
}

std::optional<AttributionKind> node_kind(std::string_view type) {
  for (auto kind : {AttributionKind::malware, AttributionKind::campaign, AttributionKind::intrusion_set,
                    AttributionKind::threat_actor, AttributionKind::tool, AttributionKind::report,
                    AttributionKind::grouping, AttributionKind::infrastructure})
    if (type == name(kind)) return kind;
  return std::nullopt;
}

}  // namespace

struct StixReader::State {
  simdjson::dom::parser parser;
  std::string buffer;  // the object and the padding that the library may read behind it
};

StixReader::StixReader() : state_(std::make_unique<State>()) {}
StixReader::~StixReader() = default;

Result<StixReader::Seen> StixReader::read(std::string_view json, StixContent& out) {
  auto& buffer = state_->buffer;
  if (buffer.size() < json.size() + simdjson::SIMDJSON_PADDING)
    buffer.resize(json.size() + simdjson::SIMDJSON_PADDING);
  std::memcpy(buffer.data(), json.data(), json.size());
  std::memset(buffer.data() + json.size(), ' ', simdjson::SIMDJSON_PADDING);
  object parsed;
  if (auto error = state_->parser.parse(buffer.data(), json.size(), false).get(parsed))
    return fail(Fault::malformed, simdjson::error_message(error));
  Properties root(parsed);
  auto type = text_at(root, Key::type);
  if (type == "indicator") {
    out.indicators.push_back(read_indicator(root, out));
    return Seen::indicator;
  }
  if (type == "relationship") {
    StixRelationship link;
    read_version(root, out.ids, link);
    auto kind = short_text_at(root, Key::relationship_type);
    link.type = kind == "indicates" ? "indicates" : out.texts.keep(kind);
    link.source = out.ids.number(short_text_at(root, Key::source_ref));
    link.target = out.ids.number(short_text_at(root, Key::target_ref));
    out.relationships.push_back(std::move(link));
  } else if (type == "marking-definition") {
    if (auto tlp = tlp_of_marking(root); tlp != Tlp::none)
      out.markings.push_back({std::string(short_text_at(root, Key::id)), tlp});
  } else if (auto kind = node_kind(type)) {
    StixNode node;
    read_version(root, out.ids, node);
    node.name = short_text_at(root, Key::name);
    node.kind = *kind;
    read_references(root, node.references);
    if (*kind == AttributionKind::report || *kind == AttributionKind::grouping)
      each_text(root, Key::object_refs, 10'000'000, [&](std::string_view id) {
        if (id.starts_with("indicator--")) node.members.push_back(out.ids.number(id.substr(0, text_limit)));
      });
    out.nodes.push_back(std::move(node));
  }
  return Seen::other;
}

StixMarkings::StixMarkings(const StixContent& content) {
  for (const StixMarking& marking : content.markings) {
    auto& tlp = defined_[marking.id];
    tlp = std::max(tlp, marking.tlp);
  }
}

Tlp StixMarkings::of(Tlp labels, const std::vector<std::string>& ids) const {
  for (const auto& id : ids) {
    labels = std::max(labels, tlp_of_marking_id(id));
    if (auto known = defined_.find(id); known != defined_.end()) labels = std::max(labels, known->second);
  }
  return labels;
}

Tlp tlp_of_marking_id(std::string_view id) {
  constexpr std::pair<std::string_view, Tlp> known[] = {
      {"613f2e26-407d-48c7-9eca-b8e91df99dc9", Tlp::clear},
      {"34098fce-860f-48ae-8e50-ebd3cc5e41da", Tlp::green},
      {"f88d31f6-486f-44da-b317-01333bde0b82", Tlp::amber},
      {"5e57c739-391a-4eb3-b6be-7d15ca92d5ed", Tlp::red},
      {"94868c89-83c2-464b-929b-a1a8aa3c8487", Tlp::clear},
      {"bab4a63c-aed9-4cf5-a766-dfca5abac2bb", Tlp::green},
      {"55d920b0-5e8b-4f79-9ee9-91f868d9b421", Tlp::amber},
      {"939a9414-2ddd-4d32-a0cd-375ea402b003", Tlp::amber_strict},
      {"e828b379-4e03-4974-9ac4-e53a884c97c1", Tlp::red}};
  constexpr std::string_view prefix = "marking-definition--";
  if (!id.starts_with(prefix)) return Tlp::none;
  for (const auto& [uuid, tlp] : known)
    if (id.substr(prefix.size()) == uuid) return tlp;
  return Tlp::none;
}

Tlp tlp_of_label(std::string_view label) {
  auto lower = to_lower_ascii(trim(label));
  if (!lower.starts_with("tlp:")) return Tlp::none;
  lower.erase(0, 4);
  if (lower == "white") return Tlp::clear;
  if (lower == "amber-strict" || lower == "amber_strict") return Tlp::amber_strict;
  for (auto tlp : {Tlp::clear, Tlp::green, Tlp::amber, Tlp::amber_strict, Tlp::red})
    if (lower == name(tlp)) return tlp;
  return Tlp::none;
}

}  // namespace bridle

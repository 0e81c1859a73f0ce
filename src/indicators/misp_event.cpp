#include "indicators/misp_event.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>

#include "base/text.h"
#include "base/time.h"
#include "indicators/indicator_format.h"
#include "indicators/normalise.h"

namespace bridle {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t tag_limit = 100;
constexpr std::size_t name_limit = 1000;
constexpr std::size_t event_limit = 100'000;

/// What a type of attribute holds. Composite ones have two values, joined by "|".
struct AttributeType {
  std::string_view name;
  std::optional<IndicatorType> first, second;
};
using enum IndicatorType;
constexpr AttributeType attribute_types[] = {
    {"domain", domain, {}},
    {"hostname", domain, {}},
    {"domain|ip", domain, ipv4},
    {"hostname|port", domain, {}},
    {"ip-src", ipv4, {}},
    {"ip-dst", ipv4, {}},
    {"ip-src|port", ipv4, {}},
    {"ip-dst|port", ipv4, {}},
    {"url", url, {}},
    {"uri", url, {}},
    {"email", email, {}},
    {"email-src", email, {}},
    {"email-dst", email, {}},
    {"md5", md5, {}},
    {"sha1", sha1, {}},
    {"sha256", sha256, {}},
    {"filename", file_name, {}},
    {"filename|md5", {}, md5},
    {"filename|sha1", {}, sha1},
    {"filename|sha256", {}, sha256},
    {"mobile-application-id", app_id, {}},
    {"x509-fingerprint-md5", certificate_md5, {}},
    {"x509-fingerprint-sha1", certificate_sha1, {}},
    {"x509-fingerprint-sha256", certificate_sha256, {}},
};

/// What tags say of an event or an attribute.
struct Context {
  Tlp tlp = Tlp::none;
  std::vector<Attribution> attributions;
  std::vector<std::string> collisions;
};

std::string_view text_at(const object& from, std::string_view key) {
  std::string_view text;
  return from.at_key(key).get(text) == simdjson::SUCCESS ? text : std::string_view{};
}

bool flag_at(const object& from, std::string_view key) {
  element value;
  bool truth = false;
  std::string_view text;
  if (from.at_key(key).get(value) != simdjson::SUCCESS) return false;
  if (value.get(truth) == simdjson::SUCCESS) return truth;
  return value.get(text) == simdjson::SUCCESS && (text == "1" || text == "true");
}

/// Galaxies that name somebody or something; others (techniques, countries, sectors) say nothing about a
/// value.
std::optional<AttributionKind> galaxy_kind(std::string_view galaxy) {
  if (galaxy == "threat-actor" || galaxy == "mitre-intrusion-set" || galaxy == "microsoft-activity-group")
    return AttributionKind::threat_actor;
  for (std::string_view malware : {"malpedia", "mitre-malware", "android", "stealer", "rat", "backdoor",
                                   "surveillance-vendor", "stalkerware", "ransomware", "banker"})
    if (galaxy == malware) return AttributionKind::malware;
  if (galaxy == "tool" || galaxy == "mitre-tool") return AttributionKind::tool;
  return std::nullopt;
}

/// `misp-galaxy:threat-actor="Sofacy"`, "tlp:amber", `false-positive:risk="high"`.
void read_tag(std::string_view tag, Context& out) {
  constexpr std::string_view galaxy = "misp-galaxy:";
  out.tlp = std::max(out.tlp, tlp_of_label(tag));
  if (tag.starts_with("false-positive:risk=") && tag.find("low") == std::string_view::npos)
    out.collisions.emplace_back("its publisher warns of false positives");
  auto equals = tag.find("=\"");
  if (!tag.starts_with(galaxy) || equals == std::string_view::npos || !tag.ends_with('"')) return;
  auto kind = galaxy_kind(tag.substr(galaxy.size(), equals - galaxy.size()));
  auto value = tag.substr(equals + 2);
  value.remove_suffix(1);
  if (kind && !value.empty())
    out.attributions.push_back({*kind, std::string(value.substr(0, name_limit)), ""});
}

void read_tags(const element& list, Context& out) {
  simdjson::dom::array tags;
  if (list.get(tags) != simdjson::SUCCESS) return;
  std::size_t seen = 0;
  for (element each : tags) {
    object tag;
    if (seen++ >= tag_limit) return;
    if (each.get(tag) == simdjson::SUCCESS) read_tag(text_at(tag, "name"), out);
  }
}

/// The one parser, and buffers that last.
class Reader {
 public:
  explicit Reader(PublishedValues& out) : out_(out) {}

  Result<> event(std::string_view json) {
    Context context;
    std::string info, uuid;
    // In two passes: what stands behind the attributes is said of them all the same.
    TRY(for_each_json_member(json, [&](std::string_view key, std::string_view value) {
      if (key == "\"info\"") info = text_of(value);
      if (key == "\"uuid\"") uuid = text_of(value);
      if (key == "\"Tag\"") with(value, [&](const element& tags) { read_tags(tags, context); });
      return true;
    }));
    if (!info.empty()) context.attributions.push_back({AttributionKind::report, info, uuid});
    return for_each_json_member(json, [&](std::string_view key, std::string_view value) {
      if (key == "\"Attribute\"") attributes(value, context);
      if (key == "\"Object\"") objects(value, context);
      return true;
    });
  }

 private:
  template <class Visit>
  bool with(std::string_view json, Visit visit) {
    element root;
    if (parser_.parse(json.data(), json.size(), true).get(root) != simdjson::SUCCESS) return false;
    visit(root);
    return true;
  }
  std::string text_of(std::string_view json) {
    std::string out;
    with(json, [&](const element& value) {
      std::string_view text;
      if (value.get(text) == simdjson::SUCCESS) out = to_utf8_lossy(text.substr(0, name_limit));
    });
    return out;
  }

  void attributes(std::string_view list, const Context& context) {
    auto walked = for_each_json_item(list, [&](std::string_view item) {
      out_.item("attribute", ++number_);
      bool read = false;
      with(item, [&](const element& root) {
        object fields;
        read = root.get(fields) == simdjson::SUCCESS;
        if (read) attribute(fields, context);
      });
      if (!read) out_.reject("", "attribute is no JSON object");
      return true;
    });
    if (!walked) out_.reject("", walked.error().message);
  }

  void objects(std::string_view list, const Context& context) {
    (void)for_each_json_item(list, [&](std::string_view item) {
      bool deleted = false;
      (void)for_each_json_member(item, [&](std::string_view key, std::string_view value) {
        if (key == "\"deleted\"") deleted = value == "true" || value == "1" || value == "\"1\"";
        return true;
      });
      object_deleted_ = deleted;
      (void)for_each_json_member(item, [&](std::string_view key, std::string_view value) {
        if (key == "\"Attribute\"") attributes(value, context);
        return true;
      });
      object_deleted_ = false;
      return true;
    });
  }

  void attribute(const object& fields, const Context& event) {
    auto type = text_at(fields, "type"), value = text_at(fields, "value");
    if (!flag_at(fields, "to_ids")) return;  // context, which the publisher does not want to be matched
    if (type == "stix2-pattern")
      return finish(out_.add_pattern(value, text_at(fields, "uuid")), fields, event);
    auto known = std::ranges::find(attribute_types, type, &AttributeType::name);
    if (known == std::end(attribute_types))
      return out_.not_evaluated(value,
                                fmt::format("attribute of type {} is not evaluated", shown_pattern(type)));
    auto bar = value.find('|');
    auto first = value.substr(0, bar);
    auto second = bar == std::string_view::npos ? std::string_view() : value.substr(bar + 1);
    if (known->first) take(*known->first, first, fields, event);
    if (!known->second) return;
    if (second.empty()) return out_.reject(value, "second half of a composite value is missing");
    auto& indicator = take(*known->second, second, fields, event);
    if (known->first)
      indicator.add_details().notes.emplace_back(
          "address of a listed host when it was published: others may share it");
    else
      indicator.add_details().notes.push_back("published with the file name " + shown_pattern(first));
  }

  StixIndicator& take(IndicatorType type, std::string_view value, const object& fields,
                      const Context& event) {
    if (type == ipv4) type = address_type(value);
    if (type == file_name) type = path_type(value);
    // The object android-app has the digest of a certificate as a plain hash.
    if (text_at(fields, "object_relation") == "certificate") {
      if (type == md5) type = certificate_md5;
      if (type == sha1) type = certificate_sha1;
      if (type == sha256) type = certificate_sha256;
    }
    auto& indicator = out_.add(type, value, text_at(fields, "uuid"));
    finish(indicator, fields, event);
    return indicator;
  }

  void finish(StixIndicator& indicator, const object& fields, const Context& event) {
    Context own = event;
    element tags;
    if (fields.at_key("Tag").get(tags) == simdjson::SUCCESS) read_tags(tags, own);
    indicator.tlp = own.tlp;
    StixDetails& details = indicator.add_details();
    details.attributions = std::move(own.attributions);
    details.collisions.insert(details.collisions.end(), own.collisions.begin(), own.collisions.end());
    if (auto comment = text_at(fields, "comment"); !comment.empty())
      details.notes.push_back("the publisher's comment: " + shown_pattern(comment));
    indicator.revoked = object_deleted_ || flag_at(fields, "deleted");
    indicator.valid_from = time_of(text_at(fields, "first_seen"));
    indicator.valid_until = time_of(text_at(fields, "last_seen"));
  }

  static std::optional<Time> time_of(std::string_view written) {
    std::string text(written);
    if (text.ends_with("+00:00")) text.replace(text.size() - 6, 6, "Z");
    auto time = time_from_iso8601(text);
    return time ? std::optional(*time) : std::nullopt;
  }

  PublishedValues& out_;
  simdjson::dom::parser parser_;
  std::uint64_t number_ = 0;
  bool object_deleted_ = false;
};

Result<> read_any(std::string_view json, Reader& reader, int depth) {
  constexpr int wrappers = 4;  // {"response": [{"Event": {…}}]}
  if (depth > wrappers) return fail(Fault::malformed, "no MISP event within so many brackets");
  Result<> inner;
  if (json.starts_with('[')) {
    TRY(for_each_json_item(json, [&](std::string_view item) {
      if (auto read = read_any(item, reader, depth + 1); !read) inner = read;
      return true;
    }));
    return inner;
  }
  bool wrapped = false;
  TRY(for_each_json_member(json, [&](std::string_view key, std::string_view value) {
    if (key != "\"Event\"" && key != "\"response\"") return true;
    wrapped = true;
    if (auto read = read_any(value, reader, depth + 1); !read) inner = read;
    return true;
  }));
  return wrapped ? inner : reader.event(json);
}

}  // namespace

Result<> read_misp_event(std::string_view json, PublishedValues& out) {
  Reader reader(out);
  return read_any(trim(json), reader, 0);
}

Result<std::vector<std::string>> read_misp_manifest(std::string_view json) {
  std::vector<std::string> out;
  TRY(for_each_json_member(json, [&](std::string_view key, std::string_view) {
    auto uuid = key.size() > 2 ? key.substr(1, key.size() - 2) : key;
    // A name that is no uuid could lead anywhere in the file system.
    if (is_uuid(uuid)) out.push_back(to_lower_ascii(uuid));
    return out.size() < event_limit;
  }));
  return out;
}

}  // namespace bridle

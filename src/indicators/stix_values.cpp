#include "indicators/stix_values.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace bridle {
namespace {

struct KnownPath {
  std::string_view object, path;
  IndicatorType type;
};
constexpr KnownPath known_paths[] = {
    {"domain-name", "value", IndicatorType::domain},
    {"ipv4-addr", "value", IndicatorType::ipv4},
    {"ipv6-addr", "value", IndicatorType::ipv6},
    {"url", "value", IndicatorType::url},
    {"network-traffic", "dst_ref.value", IndicatorType::domain},  // a name or an address: the value decides
    {"process", "name", IndicatorType::process_name},
    {"process", "image_ref.name", IndicatorType::process_name},
    {"email-addr", "value", IndicatorType::email},
    {"email-message", "from_ref.value", IndicatorType::email},
    {"email-message", "sender_ref.value", IndicatorType::email},
    {"file", "name", IndicatorType::file_name},
    {"file", "path", IndicatorType::file_path},
    {"directory", "path", IndicatorType::file_path},
    {"app", "id", IndicatorType::app_id},
    {"configuration-profile", "id", IndicatorType::profile_id},
    {"android-property", "name", IndicatorType::android_property},
};

/// "hashes.'SHA-256'", "hashes.sha256", "cert.SHA1": whatever publishers write.
std::optional<IndicatorType> hash_type(std::string_view algorithm, bool certificate) {
  auto plain = to_lower_ascii(algorithm);
  std::erase_if(plain, [](char c) { return c == '-' || c == '_'; });
  if (plain == "md5") return certificate ? IndicatorType::certificate_md5 : IndicatorType::md5;
  if (plain == "sha1") return certificate ? IndicatorType::certificate_sha1 : IndicatorType::sha1;
  if (plain == "sha256") return certificate ? IndicatorType::certificate_sha256 : IndicatorType::sha256;
  return std::nullopt;
}

Result<IndicatorType> type_of(const PatternAtom& atom) {
  auto path = to_lower_ascii(atom.path);
  for (const KnownPath& known : known_paths)
    if (known.object == atom.object && known.path == path) return known.type;
  bool file_hash = atom.object == "file" && path.starts_with("hashes.");
  bool certificate = (atom.object == "x509-certificate" && path.starts_with("hashes.")) ||
                     (atom.object == "app" && path.starts_with("cert."));
  if (file_hash || certificate) {
    auto type = hash_type(std::string_view(path).substr(path.find('.') + 1), certificate);
    if (type) return *type;
    return fail(Fault::unsupported, "hash algorithm is not evaluated");
  }
  // Property names are part of the vocabulary and short; values never stand here.
  return fail(Fault::unsupported,
              "object path " + (atom.object + ":" + atom.path).substr(0, 100) + " is not evaluated");
}

/// LIKE is taken where it says "this directory and below" or "ends in this path".
Result<> take_like(Indicator& indicator) {
  auto& value = indicator.value;
  bool path = indicator.type == IndicatorType::file_path;
  if (path && value.ends_with("/%")) {
    value.pop_back();
    indicator.directory = true;
  } else if (path && value.starts_with("%/")) {
    value.erase(0, 2);
  } else if (indicator.type == IndicatorType::domain && value.starts_with("%.")) {
    value.erase(0, 2);
    indicator.notes.emplace_back("LIKE '%.' of a host: matches the host itself too");
  } else if (indicator.type == IndicatorType::url && value.ends_with("/%")) {
    value.erase(value.size() - 2);
    indicator.directory = true;
  }
  if (value.find('%') != std::string::npos)
    return fail(Fault::unsupported, "LIKE with a wildcard in this place is not evaluated");
  if (value.find('_') != std::string::npos) indicator.notes.emplace_back("the _ in LIKE is taken literally");
  return {};
}

}  // namespace

Result<Indicator> indicator_of_atom(const PatternAtom& atom) {
  Indicator indicator;
  indicator.type = TRY(type_of(atom));
  indicator.value = atom.value;
  bool address = indicator.type == IndicatorType::ipv4 || indicator.type == IndicatorType::ipv6;
  if (atom.op == PatternOperator::subset && !address)
    return fail(Fault::unsupported, "ISSUBSET of something other than an address is not evaluated");
  if (atom.op == PatternOperator::like) TRY(take_like(indicator));
  if (atom.object == "directory") indicator.directory = true;
  return indicator;
}

}  // namespace bridle

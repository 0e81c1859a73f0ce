#include "indicators/normalise.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "indicators/host.h"
#include "indicators/url.h"

namespace bridle {
namespace {

/// Longest value that is taken, in bytes; the longest public one has 105.
constexpr std::size_t value_limit = 8192;

/// Published process names that stock systems use too.
struct SharedName {
  std::string_view name;
  Platform scope;  ///< where the indicator still means something
  std::string_view note;
};
constexpr SharedName shared_names[] = {
    {"gatekeeperd", Platform::ios, "a stock daemon of Android has this name: applies to iOS only"},
    {"BackupAgent", Platform::any, "older iOS versions have a stock process of this name"},
    {"mediaserverd", Platform::any, "a stock process has this name"},
};

constexpr std::string_view empty_hashes[] = {
    "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// "evil[.]example" and "hxxp://" as reports write them.
void refang(std::string& text, Indicator& indicator) {
  std::string before = text;
  replace_all(text, "[.]", ".");
  replace_all(text, "(.)", ".");
  if (to_lower_ascii(std::string_view(text).substr(0, 4)) == "hxxp") text.replace(0, 4, "http");
  if (text != before) indicator.notes.emplace_back("was written in defanged form");
}

/// Zeroes the bits that do not belong to the network and spells it out.
std::string network_text(ParsedHost& host, unsigned bits, unsigned width) {
  for (unsigned i = bits; i < width; ++i)
    host.address[i / 8] = static_cast<std::uint8_t>(host.address[i / 8] & ~(0x80u >> (i % 8)));
  std::string text;
  if (width == 32) {
    text = fmt::format("{}.{}.{}.{}", host.address[0], host.address[1], host.address[2], host.address[3]);
  } else {
    for (std::size_t i = 0; i < 16; i += 2)
      text += fmt::format("{}{:x}", i == 0 ? "" : ":", host.address[i] << 8 | host.address[i + 1]);
    auto compressed = parse_host(text);
    if (compressed) text = compressed->text();
  }
  return bits == width ? text : fmt::format("{}/{}", text, bits);
}

/// `bits` is what stands behind the slash; empty for a single address.
Result<> take_address(Indicator& indicator, ParsedHost host, std::string_view bits) {
  bool v4 = host.kind == HostKind::ipv4;
  unsigned width = v4 ? 32 : 128, count = width;
  if (!bits.empty()) {
    auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), count);
    if (error != std::errc{} || end != bits.data() + bits.size() || count > width)
      return fail(Fault::malformed, "network length is no number of bits");
    if (count < (v4 ? 8u : 16u))
      return fail(Fault::unsupported, "network so wide that it would match nearly everything");
  }
  indicator.type = v4 ? IndicatorType::ipv4 : IndicatorType::ipv6;
  indicator.prefix_bits = static_cast<std::uint8_t>(count);
  if (host.decoded) indicator.notes.emplace_back("address was not written as four decimal numbers");
  indicator.normalised = network_text(host, count, width);
  return {};
}

Result<> take_url(Indicator& indicator, const std::string& value, bool prefix) {
  auto url = canonical_url(value);
  if (!url) return fail(Fault::malformed, "not a URL with a host");
  indicator.type = IndicatorType::url;
  indicator.directory = prefix;
  if (url->scheme.empty() && !prefix)
    indicator.notes.emplace_back("URL without a scheme: any scheme matches");
  if (prefix)
    indicator.notes.emplace_back(indicator.host_too
                                     ? "the host without this path is a weak match"
                                     : "matches this path and paths below it, not the host alone");
  indicator.normalised = url->text();
  return {};
}

/// Domains and addresses are often published under each other's type: what the value is decides.
Result<> take_host(Indicator& indicator, std::string value) {
  if (value.find("://") != std::string::npos) return take_url(indicator, value, false);
  if (value.starts_with("*.")) {
    value.erase(0, 2);
    indicator.notes.emplace_back("leading \"*.\" left out: sub-domains match anyway");
  }
  auto slash = value.find('/');
  auto host = parse_host(std::string_view(value).substr(0, slash));
  if (!host) return fail(Fault::malformed, "not a host name or address");
  if (slash != std::string::npos) {
    auto rest = std::string_view(value).substr(slash + 1);
    if (host->kind != HostKind::name && !rest.empty() && std::ranges::all_of(rest, is_digit))
      return take_address(indicator, *host, rest);
    if (!rest.empty()) {
      indicator.host_too = true;
      return take_url(indicator, value, true);
    }
    indicator.notes.emplace_back("slash at the end of a host left out");
  }
  auto name_end = value.rfind(':');
  if (name_end != std::string::npos && host->kind != HostKind::ipv6)
    indicator.notes.emplace_back("port left out: every port matches");
  if (host->kind != HostKind::name) return take_address(indicator, *host, {});
  auto text = host->text();
  if (text.find('.') == std::string_view::npos)
    return fail(Fault::unsupported,
                "a bare label without a dot cannot match; the top-level domain was probably lost");
  indicator.type = IndicatorType::domain;
  indicator.normalised = text;
  if (host->idna_failed)
    indicator.notes.emplace_back("not a valid internationalised name: compared as it stands");
  if (!has_known_suffix(text))
    indicator.notes.emplace_back("unknown top-level domain: compared as an opaque name");
  auto bare = without_www(text);
  auto registered = registrable_domain(bare);
  if (registered.empty() && bare.size() != text.size()) registered = registrable_domain(bare = text);
  indicator.registrable = registered == bare;
  indicator.shared_suffix = registered.empty() && has_known_suffix(text);
  if (indicator.shared_suffix)
    indicator.notes.emplace_back("strangers share this suffix: only this very host matches, no sub-domain");
  return {};
}

Result<> take_hash(Indicator& indicator, std::string value, bool certificate) {
  std::erase(value, ':');
  value = to_lower_ascii(value);
  bool hex = std::ranges::all_of(value, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
  if (!hex) return fail(Fault::malformed, "hash with a character that is no hexadecimal digit");
  if (std::ranges::find(empty_hashes, value) != std::end(empty_hashes))
    return fail(Fault::unsupported, "hash of an empty file would match every empty file");
  if (value.size() == 32)
    indicator.type = certificate ? IndicatorType::certificate_md5 : IndicatorType::md5;
  else if (value.size() == 40)
    indicator.type = certificate ? IndicatorType::certificate_sha1 : IndicatorType::sha1;
  else if (value.size() == 64)
    indicator.type = certificate ? IndicatorType::certificate_sha256 : IndicatorType::sha256;
  else
    return fail(Fault::malformed,
                fmt::format("hash of {} digits: no algorithm has that length", value.size()));
  indicator.normalised = std::move(value);
  return {};
}

Result<> take_path(Indicator& indicator, std::string_view value) {
  bool drive = value.size() > 2 && is_alpha(value[0]) && value.substr(1, 2) == ":\\";
  bool backslashes = value.find('/') == std::string_view::npos && value.find('\\') != std::string_view::npos;
  if (drive || (backslashes && indicator.type == IndicatorType::file_path))
    return fail(Fault::unsupported, "a Windows path cannot match on a phone");
  if (value.starts_with("~/")) value.remove_prefix(2);
  if (value.ends_with('/')) indicator.directory = true;
  auto path = normalise_path(value);
  if (path.empty() || path == "/")
    return fail(Fault::unsupported, "the root directory would match every path");
  bool bare = path.find('/') == std::string::npos && !indicator.directory;
  indicator.type = bare ? IndicatorType::file_name : IndicatorType::file_path;
  if (!bare && !path.starts_with('/'))
    indicator.notes.emplace_back("relative path: matches at the end of a path, whole components only");
  indicator.normalised = std::move(path);
  return {};
}

Result<> take_process(Indicator& indicator, const std::string& value) {
  if (value.starts_with('/')) return take_path(indicator, value);
  indicator.normalised = value;
  for (const SharedName& stock : shared_names) {
    if (stock.name != value) continue;
    if (indicator.platform == Platform::any) indicator.platform = stock.scope;
    indicator.notes.emplace_back(stock.note);
  }
  if (value.size() <= 3) indicator.notes.emplace_back("very short name: other programs may have it too");
  return {};
}

Result<> take_email(Indicator& indicator, const std::string& value) {
  auto at = value.rfind('@');
  if (at == std::string::npos || at == 0 || at + 1 == value.size())
    return fail(Fault::malformed, "not an e-mail address");
  indicator.normalised = to_lower_ascii(value);
  return {};
}

Result<> take(Indicator& indicator, std::string value) {
  switch (indicator.type) {
    case IndicatorType::domain:
    case IndicatorType::ipv4:
    case IndicatorType::ipv6:
      refang(value, indicator);
      return take_host(indicator, std::move(value));
    case IndicatorType::url:
      refang(value, indicator);
      if (value.find_first_of("/?#") == std::string::npos) return take_host(indicator, std::move(value));
      return take_url(indicator, value, indicator.directory);
    case IndicatorType::process_name:
      return take_process(indicator, value);
    case IndicatorType::email:
      refang(value, indicator);
      return take_email(indicator, value);
    case IndicatorType::file_name:
    case IndicatorType::file_path:
      return take_path(indicator, value);
    case IndicatorType::md5:
    case IndicatorType::sha1:
    case IndicatorType::sha256:
      return take_hash(indicator, std::move(value), false);
    case IndicatorType::certificate_md5:
    case IndicatorType::certificate_sha1:
    case IndicatorType::certificate_sha256:
      return take_hash(indicator, std::move(value), true);
    case IndicatorType::android_property:
      indicator.platform = Platform::android;
      break;
    case IndicatorType::profile_id:
      indicator.platform = Platform::ios;
      break;
    case IndicatorType::app_id:
      break;
  }
  indicator.normalised = to_lower_ascii(value);
  return {};
}

}  // namespace

Result<std::string> normalise(Indicator& indicator) {
  auto value = trim(indicator.value);
  if (value.empty()) return fail(Fault::malformed, "empty value");
  if (value.size() > value_limit) return fail(Fault::limit, "value longer than 8 KiB");
  if (value.size() != indicator.value.size())
    indicator.notes.emplace_back("blanks around the value left out");
  auto published = indicator.type;
  TRY(take(indicator, std::string(value)));
  if (indicator.type == published) return std::string();
  auto reason = fmt::format("{} published as {}", name(indicator.type), name(published));
  indicator.notes.push_back(reason);
  return reason;
}

}  // namespace bridle

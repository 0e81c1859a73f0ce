#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "indicators/host.h"
#include "indicators/links.h"
#include "indicators/url.h"

namespace bridle {
namespace {

/// Most wrappers inside wrappers that are undone.
constexpr std::size_t nesting_limit = 5;

/// Services that carry the target in a parameter. `host` also stands for its sub-domains; an empty `path` for
/// any.
struct Wrapper {
  std::string_view host, path, parameter;
};
constexpr Wrapper wrappers[] = {
    {"facebook.com", "/l.php", "u"},
    {"instagram.com", "/", "u"},
    {"safelinks.protection.outlook.com", "", "url"},
    {"youtube.com", "/redirect", "q"},
    {"t.umblr.com", "/redirect", "z"},
    {"slack-redir.net", "/link", "url"},
    {"slack-redir.com", "/link", "url"},
    {"vk.com", "/away.php", "to"},
    {"m.vk.com", "/away", "to"},
    {"steamcommunity.com", "/linkfilter", "url"},
    {"steamcommunity.com", "/linkfilter", "u"},
    {"linkedin.com", "/redir/redirect", "url"},
    {"out.reddit.com", "", "url"},
    {"duckduckgo.com", "/l", "uddg"},
    {"l.messenger.com", "/l.php", "u"},
    {"l.wl.co", "/l", "u"},
};

bool is_or_below(std::string_view host, std::string_view domain) {
  if (!host.ends_with(domain)) return false;
  return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

/// google.com, www.google.co.uk and their like, but not google.example.com.
bool is_google(std::string_view host) {
  auto domain = registrable_domain(host);
  return domain.starts_with("google.") && (host == domain || without_www(host) == domain);
}

/// A parameter's value, decoded; "+" is a blank only in forms, and none of these are.
std::optional<std::string> parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    auto end = std::min(query.find('&'), query.size());
    auto pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.starts_with("amp;")) pair.remove_prefix(4);  // taken from HTML as it stood
    auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name)
      return percent_decode(pair.substr(equals + 1));
  }
  return std::nullopt;
}

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  if (c == '-' || c == '+') return 62;
  return c == '_' || c == '/' ? 63 : -1;
}

/// Either alphabet, padded or not; stops at the first character of neither.
std::string base64_decode(std::string_view text) {
  std::string out;
  std::uint32_t held = 0;
  int bits = 0;
  for (char c : text) {
    int value = base64_value(c);
    if (value < 0) break;
    held = held << 6 | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>(held >> bits & 0xFF);
  }
  return out;
}

/// urldefense.com/v3/__TARGET__;BASE64!!…: "*" in the target stands for the next byte of the base64 part,
/// "**X" for as many as X says. Source: Proofpoint "URL Defense decoder", version 3.
std::optional<std::string> proofpoint_3(std::string_view url) {
  auto start = url.find("/v3/__");
  if (start == std::string_view::npos) return std::nullopt;
  auto target = url.substr(start + 6);
  auto end = target.rfind("__;");
  if (end == std::string_view::npos) return std::nullopt;
  auto code = target.substr(end + 3);
  auto bytes = base64_decode(code.substr(0, code.find('!')));
  target = target.substr(0, end);
  std::string out;
  std::size_t used = 0;
  for (std::size_t i = 0; i < target.size(); ++i) {
    if (target[i] != '*') {
      out += target[i];
      continue;
    }
    std::size_t count = 1;
    if (i + 2 < target.size() && target[i + 1] == '*' && base64_value(target[i + 2]) >= 0) {
      count = static_cast<std::size_t>(base64_value(target[i + 2])) + 2;
      i += 2;
    }
    out += std::string_view(bytes).substr(std::min(used, bytes.size()), count);
    used += count;
  }
  // One slash after the scheme is how version 3 writes two.
  if (auto colon = out.find(":/"); colon != std::string::npos && out.compare(colon, 3, "://") != 0)
    out.insert(colon + 1, "/");
  return out;
}

std::optional<std::string> proofpoint(const UrlParts& parts, std::string_view url) {
  if (parts.path.starts_with("/v3/")) return proofpoint_3(url);
  auto target = parameter(parts.query, "u");
  if (target && parts.path.starts_with("/v2/")) {
    std::ranges::replace(*target, '-', '%');
    std::ranges::replace(*target, '_', '/');
    target = percent_decode(*target);
  }
  return target;
}

/// "…/amp/s/HOST/PATH" and "…/c/s/HOST/PATH" (without "s" for http).
std::optional<std::string> accelerated(std::string_view url, std::string_view marker) {
  auto at = url.find(marker);
  if (at == std::string_view::npos) return std::nullopt;
  auto rest = url.substr(at + marker.size());
  bool secure = rest.starts_with("s/");
  if (secure) rest.remove_prefix(2);
  return (secure ? "https://" : "http://") + std::string(rest);
}

std::optional<std::string> target_of(std::string_view url) {
  auto parts = split_url(url);
  if (!parts || (parts->path.size() < 2 && !parts->has_query)) return std::nullopt;
  auto parsed = parse_host(parts->authority);
  if (!parsed || parsed->kind != HostKind::name) return std::nullopt;
  auto host = parsed->text();
  auto path = parts->path;
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  if (is_google(host)) {
    if (path == "/url" || path == "/imgres") {
      for (std::string_view key : {"q", "url", "imgrefurl"})
        if (auto target = parameter(parts->query, key); target && target->find("://") != std::string::npos)
          return target;
    }
    return path.starts_with("/amp/") ? accelerated(url, "/amp/") : std::nullopt;
  }
  if (is_or_below(host, "cdn.ampproject.org")) return accelerated(url, "/c/");
  if (host == "urldefense.proofpoint.com" || host == "urldefense.com" || host == "urldefense.us")
    return proofpoint(*parts, url);
  if (is_or_below(host, "bing.com") && path == "/ck/a") {
    auto target = parameter(parts->query, "u");
    if (target && target->starts_with("a1")) return base64_decode(std::string_view(*target).substr(2));
    return std::nullopt;
  }
  for (const Wrapper& wrapper : wrappers) {
    if (!is_or_below(host, wrapper.host) || (!wrapper.path.empty() && path != wrapper.path)) continue;
    if (auto target = parameter(parts->query, wrapper.parameter)) return target;
  }
  return std::nullopt;
}

}  // namespace

bool is_redirect_service(std::string_view host) {
  // By the last two labels; Google has a domain in every country.
  constexpr std::array<std::string_view, 19> domains = {
      "ampproject.org",     "bing.com",        "duckduckgo.com",
      "facebook.com",       "instagram.com",   "linkedin.com",
      "messenger.com",      "outlook.com",     "proofpoint.com",
      "reddit.com",         "slack-redir.com", "slack-redir.net",
      "steamcommunity.com", "umblr.com",       "urldefense.com",
      "urldefense.us",      "vk.com",          "wl.co",
      "youtube.com"};
  if (without_www(host).starts_with("google.")) return true;
  auto dot = host.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return false;
  auto above = host.rfind('.', dot - 1);
  return std::ranges::find(domains, host.substr(above + 1)) != domains.end();  // npos + 1 is 0
}

std::vector<std::string> unwrap_redirects(std::string_view url) {
  auto host = host_of_url(url);
  return host ? unwrap_redirects(url, *host) : std::vector<std::string>{};
}

std::vector<std::string> unwrap_redirects(std::string_view url, const ParsedHost& host) {
  std::vector<std::string> out;
  if (!is_redirect_service(host.text())) return out;
  std::string current(url);
  while (out.size() < nesting_limit) {
    auto target = target_of(current);
    if (!target || !is_utf8(*target)) break;
    auto next = host_of_url(*target);
    if (!next || (next->kind == HostKind::name && next->text().find('.') == std::string_view::npos)) break;
    out.push_back(*target);
    current = std::move(*target);
  }
  return out;
}

}  // namespace bridle

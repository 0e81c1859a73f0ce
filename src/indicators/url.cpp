#include "indicators/url.h"

#include <algorithm>

#include "base/text.h"
#include "indicators/host.h"

namespace bridle {
namespace {

constexpr std::string_view upper_digits = "0123456789ABCDEF";

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  char lower = to_lower_ascii(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The byte that %HH at `i` stands for, or -1.
int escaped_at(std::string_view text, std::size_t i) {
  if (text[i] != '%' || i + 2 >= text.size()) return -1;
  int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool is_unreserved(char c) {
  return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

void append_escaped(std::string& out, char c) {
  auto byte = static_cast<std::uint8_t>(c);
  out += {'%', upper_digits[byte >> 4], upper_digits[byte & 15]};
}

/// One spelling of each escape. Bytes that no URL may hold raw, such as UTF-8 typed by hand and a % that
/// begins no escape, are escaped; left alone, such a % could become one by what is decoded behind it.
std::string canonical_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (int byte = escaped_at(text, i); byte >= 0) {
      char c = static_cast<char>(byte);
      if (is_unreserved(c))
        out += c;
      else
        append_escaped(out, c);
      i += 2;
    } else if (text[i] == '%' || static_cast<std::uint8_t>(text[i]) <= 0x20 ||
               static_cast<std::uint8_t>(text[i]) >= 0x7F) {
      append_escaped(out, text[i]);
    } else {
      out += text[i];
    }
  }
  return out;
}

/// RFC 3986 5.2.4, component by component.
std::string without_dot_segments(std::string_view path) {
  std::string out;
  for (std::size_t at = 0; at < path.size();) {
    auto end = std::min(path.find('/', at + 1), path.size());
    auto segment = path.substr(at, end - at);  // with its leading slash
    bool last = end == path.size();
    if (segment == "/.." || segment == "/.") {
      if (segment == "/..") out.resize(out.empty() ? 0 : out.rfind('/'));
      if (last) out += '/';
    } else {
      out += segment;
    }
    at = end;
  }
  return out;
}

/// Schemes for which browsers need no "//" and take any number of slashes.
bool is_special(std::string_view scheme) {
  constexpr std::string_view special[] = {"http", "https", "ftp", "ws", "wss"};
  return std::ranges::find(special, to_lower_ascii(scheme)) != std::end(special);
}

/// Where the scheme ends (at its colon), or npos. "host:8080/…" has no scheme.
std::size_t scheme_end(std::string_view url) {
  std::size_t i = 0;
  if (url.empty() || !is_alpha(url[0])) return std::string_view::npos;
  while (i < url.size() && (is_alnum(url[i]) || url[i] == '+' || url[i] == '-' || url[i] == '.')) ++i;
  if (i >= url.size() || url[i] != ':') return std::string_view::npos;
  if (url.substr(i + 1).starts_with("//")) return i;
  auto port_end = std::min(url.find_first_of("/?#\\", i + 1), url.size());
  auto port = url.substr(i + 1, port_end - i - 1);
  bool is_port = !port.empty() && std::ranges::all_of(port, is_digit) && !is_special(url.substr(0, i));
  return is_port ? std::string_view::npos : i;
}

std::string_view default_port(std::string_view scheme) {
  if (scheme == "http" || scheme == "ws") return "80";
  if (scheme == "https" || scheme == "wss") return "443";
  return scheme == "ftp" ? "21" : "";
}

}  // namespace

std::string percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    int byte = escaped_at(text, i);
    out += byte < 0 ? text[i] : static_cast<char>(byte);
    if (byte >= 0) i += 2;
  }
  return out;
}

std::optional<UrlParts> split_url(std::string_view url) {
  url = trim(url);
  for (std::string_view wrapper : {"blob:", "view-source:", "feed:"}) {
    auto inside =
        url.substr(std::min(wrapper.size(), url.size()));  // "feed://host" is a scheme, not a wrapper
    if (!url.empty() && to_lower_ascii(url.front()) == wrapper.front() &&
        to_lower_ascii(url.substr(0, wrapper.size())) == wrapper && !inside.starts_with("//"))
      url = inside;
  }
  UrlParts parts;
  if (auto colon = scheme_end(url); colon != std::string_view::npos) {
    parts.scheme = url.substr(0, colon);
    url.remove_prefix(colon + 1);
    if (is_special(parts.scheme)) {
      url.remove_prefix(std::min(url.find_first_not_of("/\\"), url.size()));
    } else if (url.starts_with("//")) {
      url.remove_prefix(2);
    } else {
      return std::nullopt;
    }
  } else if (url.starts_with("//")) {
    url.remove_prefix(2);
  }
  auto end = std::min(url.find_first_of("/\\?#"), url.size());
  parts.authority = url.substr(0, end);
  if (parts.authority.empty()) return std::nullopt;
  url.remove_prefix(end);
  url = url.substr(0, url.find('#'));
  auto question = url.find('?');
  parts.path = url.substr(0, question);
  if (question != std::string_view::npos) {
    parts.query = url.substr(question + 1);
    parts.has_query = true;
  }
  return parts;
}

std::optional<CanonicalUrl> canonical_url(std::string_view url) {
  std::string copy(url);
  std::erase_if(copy, [](char c) { return c == '\t' || c == '\r' || c == '\n'; });
  auto parts = split_url(copy);
  if (!parts) return std::nullopt;
  auto host = parse_host(parts->authority);
  if (!host) return std::nullopt;
  CanonicalUrl out;
  out.scheme = to_lower_ascii(parts->scheme);
  out.host = host->kind == HostKind::ipv6 ? "[" + std::string(host->text()) + "]" : std::string(host->text());
  auto authority = parts->authority;
  authority.remove_prefix(authority.find_last_of("@]") + 1);  // npos + 1 is 0
  if (auto colon = authority.rfind(':'); colon != std::string_view::npos) {
    auto port = authority.substr(colon + 1);
    port.remove_prefix(std::min(port.find_first_not_of('0'), port.size()));
    if (port != default_port(out.scheme)) out.port = port;
  }
  std::string path(parts->path);
  std::ranges::replace(path, '\\', '/');
  // Escapes first: "%2e%2e" is a dot segment to every browser.
  out.path = without_dot_segments(canonical_escapes(path));
  if (out.path.empty()) out.path += '/';
  if (parts->has_query) out.query = "?" + canonical_escapes(parts->query);
  return out;
}

std::string CanonicalUrl::text() const {
  std::string out = scheme.empty() ? "" : scheme + "://";
  out += host;
  if (!port.empty()) out += ":" + port;
  return out + path + query;
}

}  // namespace bridle

#include "indicators/mentions.h"

#include <algorithm>

#include "base/text.h"
#include "indicators/url.h"

namespace bridle {
namespace {

constexpr std::size_t mentions_limit = 8;
/// Escapes of escapes of escapes: what a link through two services has.
constexpr int escape_rounds = 3;

void add_links(std::string_view part, std::vector<std::string>& out) {
  for (auto at = part.find("://"); at != std::string_view::npos; at = part.find("://", at + 3)) {
    auto begin = at;
    while (begin > 0 && is_alnum(part[begin - 1])) --begin;
    if (begin == at || at + 3 >= part.size()) continue;
    if (out.size() == mentions_limit) return;
    auto end = part.find_first_of(" \t\r\n\"'<>", at);
    out.emplace_back(part.substr(begin, end - begin));
  }
}

/// Holds %3A, or an escaped % that may begin it?
bool may_escape_colon(std::string_view text) {
  for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1))
    if (auto code = text.substr(at + 1, 2); code == "3A" || code == "3a" || code == "25") return true;
  return false;
}

}  // namespace

std::vector<std::string> nested_links(std::string_view url) {
  std::vector<std::string> out;
  auto scheme = url.find("://");
  auto rest = url.substr(std::min(scheme == std::string_view::npos ? 0 : scheme + 3, url.size()));
  // Nearly every URL ends here.
  if (rest.find("://") == std::string_view::npos && !may_escape_colon(rest)) return out;
  rest.remove_prefix(std::min(rest.find_first_of("/?#"), rest.size()));
  while (!rest.empty()) {
    auto end = std::min(rest.find('&'), rest.size());
    std::string part(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    for (int i = 0; i < escape_rounds && part.find("://") == std::string::npos; ++i)
      part = percent_decode(part);
    add_links(part, out);
  }
  return out;
}

std::string_view host_of_storage_name(std::string_view component) {
  bool secure = component.starts_with("https_");
  if (!secure && !component.starts_with("http_")) return {};
  auto host = component.substr(secure ? 6 : 5);
  auto port = host.find('_');
  if (port == std::string_view::npos || port == 0) return {};
  auto digits = host.substr(port + 1);
  digits = digits.substr(0, digits.find_first_of("._@^"));  // what a kind of storage or a partition adds
  bool number = !digits.empty() && std::ranges::all_of(digits, is_digit);
  return number ? host.substr(0, port) : std::string_view{};
}

}  // namespace bridle

#include <libpsl.h>

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "indicators/host.h"

namespace bridle {
namespace {

/// Providers whose customers share one name, missing from the private section of the list. Sorted.
/// Source: dynamic DNS names that published sets left out or list hosts under (detection-core.md 11, items 13
/// and 14), MISP warning list "dynamic-dns".
constexpr std::array<std::string_view, 8> shared_providers = {
    "ddns.net",   "dynamic-dns.net", "imwork.net", "iownyour.biz",
    "onmypc.net", "vicp.net",        "xicp.net",   "zapto.org",
};

/// The list that the library was built with, or the distribution's. Never freed: it lives as long as the
/// program.
const psl_ctx_t* suffix_list() {
  static const psl_ctx_t* const list = [] {
    const psl_ctx_t* built_in = psl_builtin();
    return built_in != nullptr ? built_in : psl_load_file("/usr/share/publicsuffix/public_suffix_list.dafsa");
  }();
  return list;
}

/// The same few hundred top-level domains are asked for again and again, and the list is slow.
bool is_known_label(const std::string& label) {
  constexpr std::size_t remembered_limit = 4096;
  thread_local std::unordered_map<std::string, bool> remembered;
  if (auto found = remembered.find(label); found != remembered.end()) return found->second;
  const psl_ctx_t* list = suffix_list();
  bool known = list != nullptr && !label.empty() &&
               psl_is_public_suffix2(list, label.c_str(), PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE) != 0;
  if (remembered.size() < remembered_limit) remembered.emplace(label, known);
  return known;
}

}  // namespace

bool has_known_suffix(std::string_view host) {
  return is_known_label(std::string(host.substr(host.rfind('.') + 1)));
}

bool is_shared_suffix(std::string_view host) {
  return has_known_suffix(host) && registrable_domain(host).empty();
}

std::string_view registrable_domain(std::string_view host) {
  if (!has_known_suffix(host)) return {};
  std::string copy(host);
  const char* domain = psl_registrable_domain(suffix_list(), copy.c_str());
  if (domain == nullptr) return {};
  auto found = host.substr(static_cast<std::size_t>(domain - copy.c_str()));
  // Below a shared provider the registration is one label longer than the list says.
  if (!std::ranges::binary_search(shared_providers, found)) return found;
  auto above = host.size() - found.size();
  if (above < 2) return {};
  auto dot = host.rfind('.', above - 2);
  return dot == std::string_view::npos ? host : host.substr(dot + 1);
}

}  // namespace bridle

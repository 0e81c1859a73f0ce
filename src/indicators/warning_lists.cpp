#include "indicators/warning_lists.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "indicators/host.h"

namespace bridle {
namespace {

constexpr std::uint64_t entry_limit = 5'000'000;
constexpr std::size_t shown_limit = 10;

/// The key of a network in the tables: its length and its bytes, zeroed behind that.
std::string network_key(ParsedHost host, unsigned bits) {
  std::size_t bytes = host.kind == HostKind::ipv4 ? 4 : 16;
  std::string out(1, static_cast<char>(bits));
  for (std::size_t i = 0; i < bytes; ++i) {
    unsigned kept = bits <= 8 * i ? 0 : std::min(8u, bits - static_cast<unsigned>(8 * i));
    out += static_cast<char>(host.address[i] & ~(0xFFu >> kept));
  }
  return out;
}

void note(std::vector<std::uint32_t>& lists, std::uint32_t number) {
  if (std::ranges::find(lists, number) == lists.end()) lists.push_back(number);
}

}  // namespace

Result<std::uint64_t> WarningLists::add(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::object root;
  simdjson::dom::array list;
  std::string_view name, type;
  if (auto error = parser.parse(json.data(), json.size(), true).get(root))
    return fail(Fault::malformed, simdjson::error_message(error));
  if (root["name"].get(name) || root["type"].get(type) || root["list"].get(list))
    return fail(Fault::malformed, "warning list without a name, type or list");
  bool expressions = type == "substring" || type == "regex";
  if (!expressions && type != "string" && type != "hostname" && type != "cidr")
    return fail(Fault::unsupported, "warning list of a type that is not known");
  if (expressions) {
    std::vector<std::string_view> attributes;
    simdjson::dom::array named;
    if (root["matching_attributes"].get(named) == simdjson::SUCCESS)
      for (simdjson::dom::element each : named)
        if (std::string_view text; each.get(text) == simdjson::SUCCESS) attributes.push_back(text);
    expressions_.of_types(attributes);
  }
  auto number = static_cast<std::uint32_t>(names_.size());
  names_.push_back(to_utf8_lossy(name.substr(0, 200)));
  std::uint64_t entries = 0, held = 0;
  for (simdjson::dom::element each : list) {
    std::string_view entry;
    if (each.get(entry)) continue;
    if (++entries > entry_limit) return fail(Fault::limit, "warning list with more than 5,000,000 entries");
    if (!expressions)
      add_entry(type, trim(entry), number);
    else if (trim(entry).size() <= 1000 && expressions_.add(trim(entry), type == "regex", number))
      ++held;
  }
  if (expressions && held < entries)
    return fail(
        Fault::unsupported,
        fmt::format(
            "warning list with {} expressions that cannot be held in linear time; the other {} are held",
            entries - held, held));
  return entries;
}

void WarningLists::add_entry(std::string_view type, std::string_view entry, std::uint32_t list) {
  if (entry.empty() || entry.size() > 8192) return;
  auto lower = to_lower_ascii(entry);
  if (type == "cidr") {
    auto slash = lower.find('/');
    auto host = parse_host(std::string_view(lower).substr(0, slash));
    if (!host || host->kind == HostKind::name) return;
    bool v4 = host->kind == HostKind::ipv4;
    unsigned width = v4 ? 32 : 128, bits = width;
    if (slash != std::string::npos) {
      const char* end = lower.data() + lower.size();
      if (std::from_chars(lower.data() + slash + 1, end, bits).ptr != end || bits > width) return;
    }
    note(networks_[network_key(*host, bits)], list);
    auto& lengths = v4 ? v4_lengths_ : v6_lengths_;
    if (std::ranges::find(lengths, bits) == lengths.end()) lengths.push_back(bits);
  } else if (type == "hostname") {
    if (lower.starts_with('.')) lower.erase(0, 1);
    note(hosts_[lower], list);
  } else {
    note(exact_[lower], list);
  }
}

void WarningLists::host_lists(std::string_view host, Numbers& out) const {
  for (auto rest = host; !rest.empty();) {
    if (auto found = hosts_.find(std::string(rest)); found != hosts_.end())
      for (auto number : found->second) note(out, number);
    auto dot = rest.find('.');
    rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
  }
}

void WarningLists::network_lists(std::string_view text, Numbers& out) const {
  auto host = parse_host(text);
  if (!host || host->kind == HostKind::name) return;
  for (unsigned bits : host->kind == HostKind::ipv4 ? v4_lengths_ : v6_lengths_)
    if (auto found = networks_.find(network_key(*host, bits)); found != networks_.end())
      for (auto number : found->second) note(out, number);
}

std::vector<std::string> WarningLists::of(const Indicator& indicator) const {
  Numbers lists;
  if (auto found = exact_.find(to_lower_ascii(indicator.normalised)); found != exact_.end())
    lists = found->second;
  if (indicator.type == IndicatorType::domain) {
    auto host = without_www(indicator.normalised);
    if (auto found = exact_.find(std::string(host)); found != exact_.end())
      for (auto number : found->second) note(lists, number);
    host_lists(host, lists);
  }
  if (indicator.type == IndicatorType::ipv4 || indicator.type == IndicatorType::ipv6)
    network_lists(std::string_view(indicator.normalised).substr(0, indicator.normalised.find('/')), lists);
  expressions_.lists_of(indicator, lists);
  std::ranges::sort(lists);
  std::vector<std::string> out;
  for (auto number : lists)
    if (out.size() < shown_limit) out.push_back(names_[number]);
  return out;
}

}  // namespace bridle

#include "indicators/host_index.h"

#include "indicators/unicode_host.h"

namespace bridle {
namespace {

std::uint32_t number_of(const ParsedHost& host, unsigned bits) {
  std::uint32_t address = 0;
  for (std::size_t i = 0; i < 4; ++i) address = address << 8 | host.address[i];
  return bits == 0 ? 0 : address & (~std::uint32_t{0} << (32 - bits));
}

std::array<std::uint8_t, 16> network_of(std::array<std::uint8_t, 16> address, unsigned bits) {
  for (unsigned i = 0; i < 16; ++i) {
    unsigned kept = bits > i * 8 ? std::min(8u, bits - i * 8) : 0;
    address[i] = static_cast<std::uint8_t>(address[i] & (0xFF00u >> kept));
  }
  return address;
}

}  // namespace

void HostIndex::add(const Indicator& indicator, std::uint32_t number) {
  std::string_view text = indicator.normalised;
  if (indicator.type == IndicatorType::domain) {
    auto bare = without_www(text);
    if (bare.size() != text.size() && registrable_domain(text) == text) bare = text;  // "www.co.uk"
    auto entry = static_cast<std::uint32_t>(entries_.size());
    bool only_exact = indicator.shared_suffix || bare.size() != text.size();
    entries_.push_back({number, only_exact, indicator.registrable});
    names_.add(RunningHash::of_host(bare), bare, entry);
    return;
  }
  auto host = parse_host(text.substr(0, text.find('/')));
  if (!host) return;
  unsigned bits = indicator.prefix_bits;
  if (host->kind == HostKind::ipv4)
    v4_[bits][number_of(*host, bits)].push_back(number);
  else if (host->kind == HostKind::ipv6)
    v6_[bits][network_of(host->address, bits)].push_back(number);
}

void HostIndex::match(const ParsedHost& host, std::vector<Hit>& out) const {
  if (host.kind != HostKind::name) return match_address(host, out);
  if (match_name(host.text(), out) || host.idna_failed) match_look_alikes(host.text(), out);
}

/// From the last label to the whole name: "c", "b.c", "a.b.c". Nothing but whole labels is ever compared.
/// Tells whether one of the labels is international.
bool HostIndex::match_name(std::string_view name, std::vector<Hit>& out) const {
  if (names_.empty()) return false;
  auto bare = without_www(name);
  RunningHash hash;
  bool international = false;
  for (auto end = name.size();;) {
    auto dot = end == 0 ? std::string_view::npos : name.rfind('.', end - 1);
    auto begin = dot + 1;  // npos + 1 is 0
    auto label = name.substr(begin, end - begin);
    international |= label.starts_with("xn--");
    hash.add(label);
    auto suffix = name.substr(begin);
    bool whole = suffix.size() == name.size() || suffix.size() == bare.size();
    // A single label is never indicated, and every host ends in one.
    if (end != name.size() || whole)
      for (std::uint32_t i : names_.find(hash.value(), suffix)) {
        const Name& entry = entries_[i];
        if (whole)
          out.push_back({entry.number, Grade::exact});
        else if (!entry.only_exact)
          out.push_back({entry.number, entry.registrable ? Grade::registered_domain : Grade::subdomain});
      }
    if (begin == 0) return international;
    end = dot;
  }
}

/// Only a host with letters beyond ASCII is shown as a look-alike. The other way round, everybody who visits
/// the site that an indicated host imitates would be shown.
void HostIndex::match_look_alikes(std::string_view name, std::vector<Hit>& out) const {
  std::call_once(skeletons_made_, [&] {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      auto skeleton = host_skeleton(names_.key(i));
      for (std::uint32_t entry : names_.numbers(i))
        skeletons_.add(RunningHash::of(skeleton), skeleton, entry);
    }
  });
  auto skeleton = host_skeleton(without_www(name));
  std::string_view rest = skeleton;
  for (bool whole = true; !rest.empty(); whole = false) {
    for (std::uint32_t i : skeletons_.find(RunningHash::of(rest), rest))
      if (whole || !entries_[i].only_exact) out.push_back({entries_[i].number, Grade::look_alike});
    auto dot = rest.find('.');
    rest.remove_prefix(dot == std::string_view::npos ? rest.size() : dot + 1);
  }
}

void HostIndex::match_address(const ParsedHost& host, std::vector<Hit>& out) const {
  auto report = [&](const std::vector<std::uint32_t>& numbers, bool single) {
    auto grade = host.decoded ? Grade::decoded_ip : single ? Grade::exact : Grade::network;
    for (std::uint32_t number : numbers) out.push_back({number, grade});
  };
  if (host.kind == HostKind::ipv4) {
    for (const auto& [bits, networks] : v4_)
      if (auto found = networks.find(number_of(host, bits)); found != networks.end())
        report(found->second, bits == 32);
  } else {
    for (const auto& [bits, networks] : v6_)
      if (auto found = networks.find(network_of(host.address, bits)); found != networks.end())
        report(found->second, bits == 128);
  }
}

}  // namespace bridle

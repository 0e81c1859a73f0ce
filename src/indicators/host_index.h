#pragma once

#include <array>
#include <map>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "indicators/host.h"
#include "indicators/indicator.h"
#include "indicators/matcher.h"
#include "indicators/name_table.h"

namespace bridle {

/// Domain and address indicators, looked up by host.
class HostIndex {
 public:
  /// `indicator` is of type domain, ipv4 or ipv6; `number` is its index in the set.
  void add(const Indicator& indicator, std::uint32_t number);
  void match(const ParsedHost& host, std::vector<Hit>& out) const;

 private:
  struct Name {
    std::uint32_t number;
    bool only_exact;   // a shared suffix, or published with www.: says nothing about other names below
    bool registrable;  // somebody registered just this name
  };
  using V4 = std::unordered_map<std::uint32_t, std::vector<std::uint32_t>>;
  using V6 = std::map<std::array<std::uint8_t, 16>, std::vector<std::uint32_t>>;

  bool match_name(std::string_view name, std::vector<Hit>& out) const;
  void match_look_alikes(std::string_view name, std::vector<Hit>& out) const;
  void match_address(const ParsedHost& host, std::vector<Hit>& out) const;

  NameTable names_;  // to indices of entries_
  std::vector<Name> entries_;
  // By skeleton. Made when the first international host is met, which most phones never do.
  mutable std::once_flag skeletons_made_;
  mutable NameTable skeletons_;
  std::map<unsigned, V4> v4_;  // by prefix length
  std::map<unsigned, V6> v6_;
};

}  // namespace bridle

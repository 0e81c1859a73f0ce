#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "indicators/indicator.h"
#include "indicators/warning_expressions.h"

namespace bridle {

/// MISP's warning lists: values that many harmless things share. An indicator that stands on one is kept,
/// with a known collision. Source: MISP/misp-warninglists, schema.json. Types string, hostname and cidr are
/// held against every value; substring and regex against values of the types that the list names.
class WarningLists {
 public:
  /// Adds one list and gives the number of its entries. Faults: malformed, unsupported (a type that is not
  /// known, or no entry of which can be held).
  Result<std::uint64_t> add(std::string_view json);
  /// After the last list. False when its expressions take too much memory: then they are held against
  /// nothing.
  bool finish() { return expressions_.compile(); }
  bool empty() const { return names_.empty(); }
  /// The names of the lists that an indicator stands on, in the order they were added, 10 at most.
  std::vector<std::string> of(const Indicator& indicator) const;

 private:
  using Numbers = std::vector<std::uint32_t>;
  void add_entry(std::string_view type, std::string_view entry, std::uint32_t list);
  void host_lists(std::string_view host, Numbers& out) const;
  void network_lists(std::string_view address, Numbers& out) const;

  std::vector<std::string> names_;
  std::unordered_map<std::string, Numbers> exact_, hosts_;
  std::unordered_map<std::string, Numbers> networks_;  // "bits/address", zeroed behind the bits
  WarningExpressions expressions_;
  std::vector<unsigned> v4_lengths_, v6_lengths_;
};

}  // namespace bridle

#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "indicators/indicator.h"

namespace bridle {

/// The entries of MISP's warning lists that are no whole values: parts of text, and expressions. RE2 holds
/// all of them against a value in one pass, in time linear in the value; case does not count.
class WarningExpressions {
 public:
  WarningExpressions();
  ~WarningExpressions();
  WarningExpressions(WarningExpressions&&) noexcept;
  WarningExpressions& operator=(WarningExpressions&&) noexcept;

  /// Which indicators the lists to come are held against, by MISP's names of attributes ("email-src"); all
  /// types where none is known.
  void of_types(const std::vector<std::string_view>& matching_attributes);
  /// One entry of a list. An expression may stand between slashes, with flags behind. False when RE2 cannot
  /// have it: look-around and back references need what takes exponential time.
  bool add(std::string_view entry, bool is_expression, std::uint32_t list);
  /// After the last entry, before the first question. False when it takes more than 128 MiB.
  bool compile();
  /// Appends the numbers of the lists that the indicator stands on.
  void lists_of(const Indicator& indicator, std::vector<std::uint32_t>& out) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bridle

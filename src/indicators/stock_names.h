#pragma once

#include <span>
#include <string_view>

namespace bridle {

/// A name that iOS itself carries (baselines/ios_names.inc, whose head states what is covered).
struct StockName {
  std::string_view name, what, versions;
};
std::span<const StockName> stock_names();

/// The stock name that a process, path or app of a record bears, or nullptr. A path counts only where iOS
/// keeps its own programs, below /System, /usr and /Applications: the same name anywhere else is no
/// coincidence of names but a disguise.
const StockName* stock_name_of(std::string_view value);

}  // namespace bridle

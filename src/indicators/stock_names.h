#pragma once

#include <span>
#include <string_view>

namespace bridle {

/// A name that the system itself carries (baselines/, where the head of each file states what is covered).
struct StockName {
  std::string_view name, what, versions;
};
/// Those of iOS.
std::span<const StockName> stock_names();

/// The stock name that a process, path or app of a record bears, or nullptr. A path counts only where iOS
/// keeps its own programs, below /System, /usr and /Applications: the same name anywhere else is no
/// coincidence of names but a disguise.
const StockName* stock_name_of(std::string_view value);

/// Those of Android, and the one that a process, path or app bears, or nullptr. A process of an app may have
/// a part of its own behind a colon. A path counts only where Android keeps its own programs: below /system,
/// /system_ext, /product, /vendor, /odm and /apex.
std::span<const StockName> android_stock_names();
const StockName* android_stock_name_of(std::string_view value);

}  // namespace bridle

#include "indicators/stock_names.h"

#include <algorithm>

namespace bridle {
namespace {

constexpr StockName names[] = {
#include "indicators/baselines/ios_names.inc"
};
static_assert(std::ranges::is_sorted(names, {}, &StockName::name));

}  // namespace

std::span<const StockName> stock_names() {
  return names;
}

const StockName* stock_name_of(std::string_view value) {
  if (auto slash = value.rfind('/'); slash != std::string_view::npos) {
    constexpr std::string_view sealed[] = {"/System/", "/usr/", "/Applications/"};
    bool below =
        std::ranges::any_of(sealed, [&](std::string_view place) { return value.starts_with(place); });
    if (!below || value.find("/../") != std::string_view::npos) return nullptr;
    value.remove_prefix(slash + 1);
  }
  auto found = std::ranges::lower_bound(names, value, {}, &StockName::name);
  return found != std::end(names) && found->name == value ? found : nullptr;
}

}  // namespace bridle

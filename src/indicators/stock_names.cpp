#include "indicators/stock_names.h"

#include <algorithm>

namespace bridle {
namespace {

constexpr StockName ios_names[] = {
#include "indicators/baselines/ios_names.inc"
};
static_assert(std::ranges::is_sorted(ios_names, {}, &StockName::name));

constexpr StockName android_names[] = {
#include "indicators/baselines/android_names.inc"
};
static_assert(std::ranges::is_sorted(android_names, {}, &StockName::name));

constexpr std::string_view ios_places[] = {"/System/", "/usr/", "/Applications/"};
constexpr std::string_view android_places[] = {"/system/", "/system_ext/", "/product/",
                                               "/vendor/", "/odm/",        "/apex/"};

/// `places`: where the system keeps its own programs.
const StockName* find(std::span<const StockName> names, std::span<const std::string_view> places,
                      std::string_view value) {
  if (auto slash = value.rfind('/'); slash != std::string_view::npos) {
    bool below =
        std::ranges::any_of(places, [&](std::string_view place) { return value.starts_with(place); });
    if (!below || value.find("/../") != std::string_view::npos) return nullptr;
    value.remove_prefix(slash + 1);
  }
  auto found = std::ranges::lower_bound(names, value, {}, &StockName::name);
  return found != names.end() && found->name == value ? &*found : nullptr;
}

}  // namespace

std::span<const StockName> stock_names() {
  return ios_names;
}

const StockName* stock_name_of(std::string_view value) {
  return find(ios_names, ios_places, value);
}

std::span<const StockName> android_stock_names() {
  return android_names;
}

const StockName* android_stock_name_of(std::string_view value) {
  // "com.android.phone:ui" is a process of com.android.phone.
  if (value.find('/') == std::string_view::npos) value = value.substr(0, value.find(':'));
  return find(android_names, android_places, value);
}

}  // namespace bridle

#include "findings/ios_programs.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "base/text.h"
#include "indicators/stock_names.h"

namespace bridle {
namespace {

constexpr std::string_view system_places[] = {"/System/",
                                              "/usr/",
                                              "/bin/",
                                              "/sbin/",
                                              "/Applications/",
                                              "/Library/",
                                              "/Developer/",
                                              "/private/preboot/Cryptexes/",
                                              "/private/preboot/",
                                              "/private/var/run/com.apple.security.cryptexd/",
                                              "/private/var/personalized_debug/",
                                              "/private/var/staged_system_apps/",
                                              "/var/staged_system_apps/"};
// Up to iOS 7 apps lay in Applications, in iOS 8 in Containers/Bundle of the user.
constexpr std::string_view app_places[] = {
    "/private/var/containers/Bundle/", "/var/containers/Bundle/",   "/private/var/mobile/Containers/Bundle/",
    "/var/mobile/Containers/Bundle/",  "/var/mobile/Applications/", "/private/var/mobile/Applications/"};
constexpr std::string_view grave_places[] = {"/private/var/db/", "/private/var/tmp/", "/private/tmp/",
                                             "/var/db/",         "/var/tmp/",         "/tmp/"};

bool lies_in(std::string_view path, std::span<const std::string_view> places) {
  return std::ranges::any_of(places, [&](std::string_view place) { return path.starts_with(place); });
}

constexpr std::size_t longest = 64;

// Letters to insert, remove, replace or swap with their neighbour; anything above `most` counts as that.
std::size_t letters_apart(std::string_view a, std::string_view b, std::size_t most) {
  if (a.size() > longest || b.size() > longest) return most + 1;
  std::array<std::array<std::size_t, longest + 1>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto &row = rows[i % 3], &above = rows[(i + 2) % 3], &two_above = rows[(i + 1) % 3];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], two_above[j - 2] + 1);
    }
  }
  return rows[a.size() % 3][b.size()];
}

}  // namespace

ProgramPlace place_of_program(std::string_view path) {
  if (path.empty() || path == "/kernel") return ProgramPlace::system;
  bool leads_up = path.find("/../") != std::string_view::npos;
  if (!leads_up && lies_in(path, system_places)) return ProgramPlace::system;
  if (!leads_up && lies_in(path, app_places)) return ProgramPlace::app;
  return lies_in(path, grave_places) ? ProgramPlace::grave : ProgramPlace::unusual;
}

std::string_view name_that_it_resembles(std::string_view name) {
  if (name.size() < 6 || name.size() == 16 || stock_name_of(name) != nullptr) return {};
  for (const StockName& stock : stock_names()) {
    std::size_t most = stock.name.size() >= 10 ? 2 : 1;
    if (stock.name.size() < 6 || stock.name.size() + most < name.size() ||
        name.size() + most < stock.name.size())
      continue;
    if (letters_apart(name, stock.name, most) <= most) return stock.name;
  }
  return {};
}

}  // namespace bridle

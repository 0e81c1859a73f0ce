#include "records/program_places.h"

#include <algorithm>
#include <span>

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

}  // namespace

ProgramPlace place_of_program(std::string_view path) {
  if (path.empty() || path == "/kernel") return ProgramPlace::system;
  bool leads_up = path.find("/../") != std::string_view::npos;
  if (!leads_up && lies_in(path, system_places)) return ProgramPlace::system;
  if (!leads_up && lies_in(path, app_places)) return ProgramPlace::app;
  return lies_in(path, grave_places) ? ProgramPlace::grave : ProgramPlace::unusual;
}

}  // namespace bridle

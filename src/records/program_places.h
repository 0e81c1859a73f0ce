#pragma once

#include <cstdint>
#include <string_view>

namespace bridle {

/// Where the programs of an iPhone lie: the sealed system, its updates, and the containers of apps.
/// ios-artifacts.md 4.1 rule (a).
enum class ProgramPlace : std::uint8_t {
  system,   ///< below /System, /usr, /Applications and the like, which iOS keeps sealed
  app,      ///< in the bundle of an app
  unusual,  ///< anywhere else
  grave,    ///< anywhere else, and where Pegasus, Reign and Predator were seen to run
};
/// A path that leads upwards is unusual wherever it begins; "" and the kernel are of the system.
ProgramPlace place_of_program(std::string_view path);

}  // namespace bridle

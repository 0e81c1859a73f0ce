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

/// The name of a program of iOS that this one is taken for at a glance: at most one letter differs (two from
/// ten letters on), and iOS is not known to carry that name itself. Empty: none. Names of fewer than six
/// letters, and those that DataUsage.sqlite cut at 16, are not compared.
std::string_view name_that_it_resembles(std::string_view name);

}  // namespace bridle

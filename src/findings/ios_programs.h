#pragma once

#include <string_view>

#include "records/program_places.h"

namespace bridle {

/// The name of a program of iOS that this one is taken for at a glance: at most one letter differs (two from
/// ten letters on), and iOS is not known to carry that name itself. Empty: none. Names of fewer than six
/// letters, and those that DataUsage.sqlite cut at 16, are not compared.
std::string_view name_that_it_resembles(std::string_view name);

}  // namespace bridle

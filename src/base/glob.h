#pragma once

#include <string_view>

namespace bridle {

/// Does a path pattern fit a whole path? `*` stands for any run of characters inside one component, `**` for
/// any run of whole components, everything else for itself, case-sensitively (the iOS data volume is). Linear
/// in pattern times path at worst; patterns are ours or from indicators and short.
bool glob_fits(std::string_view pattern, std::string_view path);

}  // namespace bridle

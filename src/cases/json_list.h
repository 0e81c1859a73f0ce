#pragma once

#include <string>
#include <vector>

namespace bridle {

/// Texts as they stand in a column of the case: a JSON array on one line.
std::string json_list(const std::vector<std::string>& texts);

}  // namespace bridle

#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "indicators/indicator.h"

namespace bridle::cli {

std::string program_version();
/// SHA-256 of the running program's file; empty where the system does not show it.
std::string program_sha256();
/// Loads the indicator files that were named. A path that does not exist is an error, for a typing mistake
/// must not look like "nothing matched"; a file that cannot be read is in the report of the loading.
Result<IndicatorSet> load_named_indicators(const std::vector<std::string>& paths);

}  // namespace bridle::cli

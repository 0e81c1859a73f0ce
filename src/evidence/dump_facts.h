#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// The rank of a file of a dump among those that name the device, 0 = best; nothing for any other path.
std::optional<std::size_t> dump_fact_rank(std::string_view device_path);

/// What one of them says, under the keys of BackupDescription::device. Faults: those of the property list.
/// Source: ios-artifacts.md 2.2 and 4.15; a key of MobileGestalt's cache is the MD5 of "MGCopyAnswer" and the
/// question's name, in base64 without its padding.
Result<std::vector<std::pair<std::string, std::string>>> describe_dump(std::string_view device_path,
                                                                       Bytes content);

}  // namespace bridle

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bridle {

/// The rank of an entry among those that name an Android phone, 0 = best; nothing for any other path.
std::optional<std::size_t> android_fact_rank(std::string_view path);

/// What one of them says, under the keys of BackupDescription::device and those of docs/formats/bugreport.md.
/// `[key]: [value]` lines of properties, or the head of a bug report. Source: android-artifacts.md 1.1.4,
/// 2.12.
std::vector<std::pair<std::string, std::string>> describe_android(std::string_view path,
                                                                  std::string_view content);

/// `[ro.product.model]: [Pixel 6]`, as getprop prints it; nothing when the line is none. A value that goes on
/// in the next line is none. Borrows: the line.
std::optional<std::pair<std::string_view, std::string_view>> property_of(std::string_view line);

}  // namespace bridle

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bridle {

/// The device path of a file of an iOS backup. Container domains hide the UUID of their folder: it is written
/// `*`, which is no character of a UUID and fits any. Nothing when the domain is unknown, or when the
/// relative path would leave its domain (absolute, "..", a NUL): such an entry is reported and never
/// resolved. Source: ios-artifacts.md 1.7.
std::optional<std::string> device_path(std::string_view domain, std::string_view relative_path);

/// Whether a path can be joined below a folder without leaving it.
bool stays_below(std::string_view relative_path);

/// The identifier in a container domain: "com.example" of "AppDomain-com.example"; empty for other domains.
std::string_view domain_owner(std::string_view domain);

}  // namespace bridle

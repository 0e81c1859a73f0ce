#pragma once

#include <cstdint>
#include <string_view>

namespace bridle {

/// A kind of value in a record that an indicator could meet.
enum class ObservableType : std::uint8_t {
  url,
  host,  ///< a host name, or an address as text
  ipv4,
  ipv6,
  process_name,  ///< as the source stores it, perhaps cut off
  process_path,  ///< path of an executable that ran; process names may meet its components
  file_path,
  email,
  phone,
  app_id,  ///< bundle id or package name
  profile_id,
  sha256,
  sha1,
  md5,
  certificate_sha256,
  certificate_sha1,
  certificate_md5,
  android_property,  ///< the property's name
};

/// The lower-case name of a type, as it stands in files and on the command line.
constexpr std::string_view name(ObservableType type) {
  constexpr std::string_view names[] = {"url",
                                        "host",
                                        "ipv4",
                                        "ipv6",
                                        "process_name",
                                        "process_path",
                                        "file_path",
                                        "email",
                                        "phone",
                                        "app_id",
                                        "profile_id",
                                        "sha256",
                                        "sha1",
                                        "md5",
                                        "certificate_sha256",
                                        "certificate_sha1",
                                        "certificate_md5",
                                        "android_property"};
  return names[static_cast<std::size_t>(type)];
}

/// How many types there are, for loops over all of them.
constexpr std::size_t observable_type_count = static_cast<std::size_t>(ObservableType::android_property) + 1;

/// Where a record comes from, or an indicator applies.
enum class Platform : std::uint8_t { any, ios, android };

constexpr std::string_view name(Platform platform) {
  constexpr std::string_view names[] = {"any", "ios", "android"};
  return names[static_cast<std::size_t>(platform)];
}

/// What a record says about a value. Ordered from weakest to strongest.
enum class Relation : std::uint8_t {
  mentioned,  ///< stands in text
  sent,
  received,
  visited,
  loaded,  ///< fetched as part of something else
  resolved,
  connected,
  on_disk,
  installed,
  executed,
};

constexpr std::string_view name(Relation relation) {
  constexpr std::string_view names[] = {"mentioned", "sent",      "received", "visited",   "loaded",
                                        "resolved",  "connected", "on_disk",  "installed", "executed"};
  return names[static_cast<std::size_t>(relation)];
}

}  // namespace bridle

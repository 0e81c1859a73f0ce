#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace bridle {

/// A kind of value in a record that an indicator could meet.
enum class ObservableType : std::uint8_t {
  url,
  host,  ///< a host name, or an address as text
  ipv4,
  ipv6,
  process_name,  ///< as the source stores it, perhaps cut off
  process_path,  ///< path of an executable that ran: process names may meet its components
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
  android_property,
};
constexpr std::string_view observable_type_names[] = {"url",
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
constexpr std::string_view name(ObservableType type) {
  return observable_type_names[static_cast<std::size_t>(type)];
}

/// Which phones an artefact or an indicator speaks of.
enum class Platform : std::uint8_t { any, ios, android };
constexpr std::string_view platform_names[] = {"any", "ios", "android"};
constexpr std::string_view name(Platform platform) {
  return platform_names[static_cast<std::size_t>(platform)];
}

/// What a record says about a value in it, from the weakest to the strongest statement.
enum class Relation : std::uint8_t {
  mentioned,  ///< stands in a text or a list; nobody need have acted on it
  sent,       ///< the owner sent it
  received,   ///< somebody sent it to the owner
  visited,    ///< a browser opened it
  loaded,     ///< a page or an app loaded it, seen by the owner or not
  resolved,   ///< its name was looked up
  connected,  ///< data went to or came from it
  on_disk,    ///< a file of that name or content was stored
  installed,  ///< an app or a profile was installed
  executed,   ///< a program of that name ran
};
constexpr std::string_view relation_names[] = {"mentioned", "sent",      "received", "visited",   "loaded",
                                               "resolved",  "connected", "on disk",  "installed", "executed"};
constexpr std::string_view name(Relation relation) {
  return relation_names[static_cast<std::size_t>(relation)];
}

}  // namespace bridle

#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// An activity, activity-alias, service, receiver or provider of an app.
struct AndroidComponent {
  std::string kind, name;  ///< the name with its package
  std::optional<std::string> permission, process;
  std::optional<bool> is_exported;  ///< as stated; not stated means: when it has filters (up to Android 11)
  bool is_enabled = true;
  std::vector<std::string> actions, categories;  ///< of its intent filters, without repetition
  std::uint64_t offset = 0;                      ///< of its element in the file
  /// What it is for, by its permission and actions: words such as accessibility, device_admin,
  /// notification_listener, vpn, input_method, boot, sms, calls, launcher; with blanks between them.
  std::string roles() const;
};

struct AndroidPermission {
  std::string kind, name;  ///< uses-permission, uses-permission-sdk-23 (asked for), permission (declared)
  std::uint64_t offset = 0;
};

/// What an app says of itself in AndroidManifest.xml.
struct AndroidManifest {
  std::optional<std::string> package, split, version_name, shared_user;
  std::optional<std::int64_t> version_code, min_sdk, target_sdk;
  bool is_debuggable = false, is_test_only = false;
  bool has_application = false;
  std::vector<AndroidPermission> permissions;
  std::vector<AndroidComponent> components;
  std::set<std::string_view> oddities;  ///< of its binary form (AxmlReader)
  std::optional<Error> rest;            ///< why it could not be read to its end
  bool has_launcher() const;            ///< an enabled entry in the launcher
};

/// Reads the binary form. What stands before damage is kept. Faults: those of AxmlReader::open.
Result<AndroidManifest> read_android_manifest(Bytes bytes);

}  // namespace bridle

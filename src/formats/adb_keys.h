#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// A computer that may use ADB.
struct AdbKey {
  std::string key;          ///< base64 text, as stored
  std::string user;         ///< "user@host" behind it, as the computer calls itself
  std::string fingerprint;  ///< MD5 of the key's bytes, "F0:A1:…"; "" when the text is no base64
  std::optional<std::int64_t> last_connected_ms;  ///< Unix; nothing when not stored or not certain
  /// Some bytes of the moment are lost: the latest value that fits those that are left. The moment is this
  /// one, or earlier.
  std::optional<std::int64_t> no_later_than_ms;
};

/// "QAAAA… user@host". Faults: malformed (empty).
Result<AdbKey> parse_adb_key(std::string_view line);

/// The keys of adb_temp_keys.xml, as the dump of service adb prints it: XML, binary XML (Android 12), or
/// binary XML of which every byte that is no UTF-8 became U+FFFD. `latest_ms`: no connection is later than
/// this (the moment of the dump). Faults: malformed.
/// Source: AOSP AdbDebuggingManager.AdbKeyStore; android-artifacts.md 2.2.
Result<std::vector<AdbKey>> read_adb_key_store(std::string_view text, std::optional<std::int64_t> latest_ms);

}  // namespace bridle

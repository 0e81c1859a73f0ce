#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// A key as backups store it beside files and in ManifestKey: 4 bytes little-endian protection class, then
/// the key wrapped under that class's key (RFC 3394). Borrows: what it was read from.
struct WrappedKey {
  std::uint32_t protection_class = 0;
  /// 40 bytes; empty when the stored value was no key at all, so that unwrapping it fails.
  Bytes wrapped;
};

/// Takes a stored key apart. Never fails: what is no 4 + n * 8 bytes gives an empty `wrapped`.
WrappedKey read_wrapped_key(Bytes stored);

/// One protection class of a keybag. Borrows: the keybag's bytes.
struct KeybagClass {
  std::uint32_t id = 0;    ///< 1 to 11 have names; greater ones occur and are kept
  std::uint32_t wrap = 0;  ///< bit 0: wrapped with the device's key; bit 1: with the key from the password
  std::uint32_t key_type = 0;  ///< 0 AES, 1 Curve25519
  Bytes uuid;
  Bytes wrapped_key;  ///< 40 bytes, RFC 3394
  Bytes public_key;   ///< 32 bytes, for asymmetric classes
};

/// BackupKeyBag of Manifest.plist (docs/formats/keybag.md). Nothing is decrypted here. Borrows: the bytes
/// given.
struct Keybag {
  struct Unknown {
    std::string tag;  ///< four bytes as stored
    Bytes value;
  };
  std::uint32_t version = 0;  ///< 3 before iOS 10.2, 5 with the double derivation
  std::uint32_t type = 0;     ///< 0 system, 1 backup, 2 escrow, 3 iCloud backup
  Bytes uuid;
  std::uint32_t wrap = 0;
  Bytes salt;                    ///< of the SHA-1 derivation
  std::uint32_t iterations = 0;  ///< of the SHA-1 derivation
  Bytes double_protection_salt;  ///< of the SHA-256 derivation that precedes it; empty before 10.2
  std::optional<std::uint32_t> double_protection_iterations;
  Bytes hmac_key;  ///< HMCK, 40 bytes
  std::vector<KeybagClass> classes;
  std::vector<Unknown> unknown;

  /// The class with this id; of doubled ids the first. Borrows: this.
  const KeybagClass* find(std::uint32_t id) const;
};

/// Faults: truncated (a value is longer than what is left); malformed (an integer that is not 4 bytes, no
/// header UUID, no class); limit (more than 256 classes or unknown tags). Source: reference 1.5.1; checked
/// against backups of the mbdb era and of iOS 14.
Result<Keybag> read_keybag(Bytes bytes);

}  // namespace bridle

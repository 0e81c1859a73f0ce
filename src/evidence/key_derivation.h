#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"

namespace bridle {

/// One run of PBKDF2. Borrows: `salt`.
struct Stretching {
  Bytes salt;
  std::uint64_t iterations = 0;
};

/// How a backup's keybag turns a password into the key of its class keys. Borrows: the salts.
struct KeyDerivation {
  Bytes salt;                    ///< SALT: of the stage over SHA-1, 20 bytes
  std::uint64_t iterations = 0;  ///< ITER: usually 10,000
  std::optional<Stretching>
      double_stage;  ///< DPSL and DPIC, since iOS 10.2: over SHA-256, run first, usually 10,000,000
};

/// More iterations than this are refused in either stage: a hostile keybag must not cost hours.
constexpr std::uint64_t iteration_limit = 100'000'000;

/// The 32-byte key under which the class keys are wrapped; its hexadecimal text is what others call the key
/// file. Takes seconds with both stages. Nothing tells a wrong password here: unwrapping the class keys does.
/// Faults: limit (no iterations, or more than `iteration_limit`), io (OpenSSL refused).
/// Source: ios-artifacts.md 1.5.2.
Result<Secret> derive_backup_key(Bytes password, const KeyDerivation& derivation);

}  // namespace bridle

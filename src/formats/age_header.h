#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// One way to the file key, for one recipient.
struct AgeStanza {
  std::string type;  ///< "X25519", "scrypt"
  std::vector<std::string> arguments;
  std::string body;  ///< the wrapped key
};

/// The text at the beginning of an age file, version 1 (docs/formats/age.md).
struct AgeHeader {
  std::vector<AgeStanza> stanzas;
  std::string mac;                ///< 32 bytes: HMAC-SHA-256 of what is authenticated
  std::size_t authenticated = 0;  ///< so many bytes from the beginning
  std::size_t size = 0;           ///< where the payload begins
};

constexpr std::string_view age_magic = "age-encryption.org/v1\n";
/// No header that is read is longer, or has more recipients.
constexpr std::size_t age_header_limit = 64 << 10, age_stanza_limit = 256;

/// Faults: malformed, truncated, unsupported (another version, or text armour), limit. Strict, as the
/// specification asks. Source: age-encryption.org/v1 (C2SP/age.md).
Result<AgeHeader> parse_age_header(Bytes head);

/// Unpadded base64 of the standard alphabet, in its one canonical form. Faults: malformed.
Result<std::string> from_age_base64(std::string_view text);

/// The 32 bytes of "AGE-SECRET-KEY-1…" (Bech32, BIP 173). Faults: malformed.
Result<std::array<std::uint8_t, 32>> parse_age_identity(std::string_view text);

}  // namespace bridle

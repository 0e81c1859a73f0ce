#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"

namespace bridle {

/// PBKDF2 with HMAC-SHA-256, one output block of 32 bytes (RFC 8018 5.2, RFC 2104). Byte for byte what
/// OpenSSL's PKCS5_PBKDF2_HMAC gives, in less than half its time: the ten million rounds of a backup are most
/// of an examination of a small one (docs/adr/0007). The compression function is OpenSSL's. `iterations`
/// >= 1. Faults: limit (password or salt longer than an int can say), io (OpenSSL refused).
Result<Secret> pbkdf2_sha256(Bytes password, Bytes salt, std::uint64_t iterations);

}  // namespace bridle

#pragma once

#include <vector>

#include "base/bytes.h"

namespace bridle {

/// RFC 3394 wrapping by OpenSSL's own implementation: 8 bytes longer than `key`. Empty when OpenSSL refuses.
std::vector<std::uint8_t> wrap_key(Bytes wrapping_key, Bytes key);
/// AES-256-CBC with a zero IV and PKCS#7 padding, as payloads of a backup are encrypted.
std::vector<std::uint8_t> encrypt_payload(Bytes key, Bytes content);
/// The same without padding: `content` is a multiple of 16.
std::vector<std::uint8_t> encrypt_blocks(Bytes key, Bytes content);

}  // namespace bridle

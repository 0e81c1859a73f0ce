#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/secret.h"
#include "evidence/byte_source.h"

namespace bridle {

/// What the bytes of a payload say about its length. Notes are for the coverage row: they hold sizes, no
/// content.
struct ContentFacts {
  std::uint64_t size = 0;  ///< bytes of content that are served
  std::vector<std::string> notes;
  bool cut_off = false;  ///< content is certainly missing at the end
};

/// The plain content of an encrypted payload; nothing of it is ever written anywhere.
struct DecryptedSource {
  std::unique_ptr<ByteSource> content;
  ContentFacts facts;
};

/// Decrypts a payload of an iOS backup where it is read: AES-256-CBC with a zero IV over the whole file, so
/// that any block can be had with the block of ciphertext before it. The length is what the padding of the
/// last block says. `recorded_size` (Manifest.db's Size) is compared and noted; it never cuts, for it is
/// often older than the payload. Holds about 256 KiB whatever the size. A wrong key is not noticed here: the
/// content is then noise. Faults: malformed (the key is not 32 bytes), truncated or io (of `ciphertext`).
/// Source: ios-artifacts.md 1.5.5.
Result<DecryptedSource> decrypt_source(std::unique_ptr<ByteSource> ciphertext, Secret key,
                                       std::optional<std::uint64_t> recorded_size);

}  // namespace bridle

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace bridle {

/// The eight words between the blocks of SHA-256 (FIPS 180-4, 6.2).
using Sha256Words = std::array<std::uint32_t, 8>;
constexpr Sha256Words sha256_start = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

/// Whether this processor has the instructions for what follows; without them nothing of it may be called.
bool has_sha256_pair();

/// Compresses `blocks` blocks of 64 bytes. Two messages side by side take hardly longer than one: each round
/// waits for the one before it, and the other message fills the wait (docs/adr/0034).
void sha256_blocks(Sha256Words& words, const std::uint8_t* data, std::size_t blocks);
void sha256_blocks_pair(Sha256Words& first, const std::uint8_t* first_data, Sha256Words& second,
                        const std::uint8_t* second_data, std::size_t blocks);

}  // namespace bridle

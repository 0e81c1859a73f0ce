#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// One certificate of an app's signature, in DER. Borrows: the block.
struct ApkCertificate {
  std::string_view scheme;  ///< v2, v3 or v3.1
  std::string_view role;    ///< signer, chain (above a signer's), lineage (a key that it had before)
  Bytes der;
};

struct ApkSigningBlock {
  std::vector<ApkCertificate> certificates;
  std::vector<std::string_view> troubles;  ///< what could not be read, and why not
  std::size_t unknown_blocks = 0;          ///< of no id that is known
};

/// Size of the bytes before the central directory that tell whether there is a block.
constexpr std::uint64_t signing_block_footer_size = 24;
/// The whole block's size, by those bytes; nothing when they are none.
std::optional<std::uint64_t> signing_block_size(Bytes footer);
/// Reads a block, size fields and magic among it: what can be read of it. Signatures are not verified.
/// Source: AOSP ApkSigningBlockUtils, "APK Signature Scheme v2", "v3"; docs/formats/apk.md.
ApkSigningBlock read_signing_block(Bytes block);

}  // namespace bridle

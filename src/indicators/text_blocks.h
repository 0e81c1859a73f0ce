#pragma once

#include <cstddef>
#include <cstdint>

namespace bridle {

/// Text is looked at in blocks of so many bytes.
constexpr std::size_t text_block = 64;

/// Does this ASCII character end a link in every script?
bool ends_run(std::uint8_t byte);

/// One bit for each byte of a block that every link has one of: a dot before a letter, since every top-level
/// domain begins with one; a digit before a slash, for addresses; ":/"; a bracket that may be defanging.
/// Reads the byte behind the block too.
std::uint64_t anchors_of(const char* block);

/// One bit for each byte of a block.
struct BlockMasks {
  std::uint64_t ends = 0;      ///< ends_run
  std::uint64_t beyond = 0;    ///< not ASCII
  std::uint64_t schemes = 0;   ///< a colon with a slash behind it
  std::uint64_t brackets = 0;  ///< what opens one
  std::uint64_t dots = 0;      ///< with a letter or digit behind
  std::uint64_t slashes = 0;
  std::uint64_t paths = 0;  ///< what ends a host: "/", "?", "#"
  std::uint64_t words = 0;  ///< letters, digits, ".", "-", "_"
  bool operator==(const BlockMasks&) const = default;
};
/// Reads the byte behind the block too.
BlockMasks masks_of(const char* block);

}  // namespace bridle

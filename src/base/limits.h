#pragma once

#include <cstdint>

namespace bridle {

/// What one task may use (house 3.9, ring 3). Reaching one is Fault::limit, visible in coverage.
struct Limits {
  std::int64_t seconds = 120;                    ///< wall time of a task
  std::uint64_t memory_bytes = 1ULL << 30;       ///< address space of a worker
  std::uint64_t output_bytes = 8ULL << 30;       ///< size of its batch file
  std::uint64_t rows = 10'000'000;               ///< records of one task
  std::uint64_t contiguous_bytes = 64ULL << 20;  ///< a file that must be seen in one piece, in memory
  std::uint64_t spooled_bytes = 1ULL << 30;      ///< the same, in the unlinked spool file
};

/// Content of one gzip file of the evidence, in memory.
constexpr std::uint64_t gunzip_limit = 192ULL << 20;

/// Nesting that any tree-shaped format may reach before it is refused.
constexpr int depth_limit = 64;
/// Objects of one property list.
constexpr std::uint64_t plist_object_limit = 1'000'000;

}  // namespace bridle

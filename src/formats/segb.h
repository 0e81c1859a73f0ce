#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace bridle {

/// One entry of a segment. Borrows: the file.
struct SegbEntry {
  std::uint64_t offset = 0;  ///< of the entry's own header
  std::int32_t state = 0;    ///< 1 written, 3 deleted, 4 or 0 empty; others are not known
  std::optional<Time> time;  ///< when it was written; survives a deletion. UTC by the device's clock
  Bytes payload;             ///< of deleted entries zeros
  bool has_checksum = true;  ///< whether the CRC-32 of the payload is the stored one

  bool is_written() const { return state == 1; }
  /// "written", "deleted", "empty" or "unknown".
  std::string_view state_name() const;
};

struct SegbHead {
  int version = 0;  ///< 1, or 2 since iOS 17
  std::optional<Time> created;
};

struct SegbVisitor {
  std::function<void(const SegbEntry&)> entry;
  /// A place that could not be read.
  std::function<void(std::uint64_t offset, const Error&)> skip;
};

/// Reads a segment of a Biome stream, in the order of its data. Space that was never used is no entry. At
/// most `most_segb_entries`. Faults: unsupported (no segment), truncated (less than a header). Source:
/// ios-artifacts.md 4.5; docs/formats/segb.md; checked against three segments of iOS 16 to 26.
Result<SegbHead> read_segb(Bytes file, const SegbVisitor& visit);

constexpr std::size_t most_segb_entries = 1'000'000;

}  // namespace bridle

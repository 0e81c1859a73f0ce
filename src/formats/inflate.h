#pragma once

#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// What a zlib stream (RFC 1950), or one of its relatives, holds.
struct Inflated {
  std::string bytes;
  bool cut_off = false;  ///< the stream ended before its end mark, or broke: this is what stood before
};

/// Inflates a stream of at most `limit` bytes of content; a stream without its end gives what it has.
/// Faults: malformed (no zlib stream at all), limit.
Result<Inflated> inflate_zlib(Bytes stream, std::uint64_t limit);
/// The same of bare DEFLATE (RFC 1951), as zip members are stored.
Result<Inflated> inflate_raw(Bytes stream, std::uint64_t limit);
/// The same of gzip (RFC 1952): several streams that follow each other count as one, other bytes behind them
/// are passed over, as gzip itself does.
Result<Inflated> inflate_gzip(Bytes stream, std::uint64_t limit);
/// Whether bytes begin as gzip does.
bool is_gzip(Bytes bytes);

}  // namespace bridle

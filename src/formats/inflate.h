#pragma once

#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// What a zlib stream (RFC 1950) or a gzip file (RFC 1952) holds.
struct Inflated {
  std::string bytes;
  bool cut_off = false;  ///< the stream ended before its end mark, or broke: this is what stood before
};

/// Inflates a stream of at most `limit` bytes of content; a stream without its end gives what it has.
/// Faults: malformed (no zlib stream at all), limit.
Result<Inflated> inflate_zlib(Bytes stream, std::uint64_t limit);
/// The same of a gzip file, with all its members one behind the other.
Result<Inflated> inflate_gzip(Bytes file, std::uint64_t limit);
/// Whether bytes begin as a gzip file does.
bool is_gzip(Bytes bytes);

}  // namespace bridle

#pragma once

#include <string_view>

#include "indicators/published_values.h"

namespace bridle {

/// One source of a pack, as its first line lists it.
struct PackSource {
  std::string name;          ///< base name of the file
  std::string sha256;        ///< 64 lower-case hexadecimal digits
  std::string url;           ///< where it was published; may be empty
  std::string fetched = {};  ///< when it was received from there, UTC; may be empty
  std::uint64_t bytes = 0;
  bool former = false;  ///< only withdrawn values come from it
};

/// The first line of a pack.
struct PackHeader {
  std::string name, date;  ///< date: YYYY-MM-DD, as its maker gave it
  std::vector<PackSource> sources;
  std::uint64_t values = 0, patterns = 0, withdrawn = 0;
};

/// Faults: malformed, unsupported (a version that is not known).
Result<PackHeader> read_pack_header(std::string_view line);
/// Reads a pack line by line. A broken line costs itself; a pack with another number of lines than its first
/// says is cut off. docs/formats/pack.md. Faults: malformed, truncated, unsupported.
Result<> read_pack(std::string_view text, PublishedValues& out);

}  // namespace bridle

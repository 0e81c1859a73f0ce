#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/local_time.h"

namespace bridle {

/// One file inside evidence, by the device's own path. What the container said of it; the content may differ.
struct Entry {
  std::string
      path;  ///< device path, or "ios_backup/…" for the container's own files, "dumpsys/…" for a section
  std::string domain;         ///< backup domain, empty for other containers
  std::string relative_path;  ///< below the domain
  std::string file_id;        ///< 40 hexadecimal digits, empty for other containers
  std::string stored_as;      ///< path below the evidence folder: "3d/3d0d7e5f…"
  std::optional<std::uint64_t> recorded_size;
  DeviceClock clock{};          ///< by which its texts were printed, when the evidence tells
  std::int64_t first_line = 1;  ///< number of its first line, where it is a piece of a longer text
};

}  // namespace bridle

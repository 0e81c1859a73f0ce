#pragma once

#include <fmt/format.h>

#include <cerrno>
#include <string_view>

#include "base/file.h"

namespace bridle {

/// What `errno` says went wrong with `what`: absent when there is no such file or folder, else io.
inline std::unexpected<Error> system_failure(std::string_view what) {
  int number = errno;
  bool missing = number == ENOENT || number == ENOTDIR;
  return fail(missing ? Fault::absent : Fault::io, fmt::format("{}: {}", what, system_message(number)));
}

}  // namespace bridle

#pragma once

#include <functional>

#include "engine/examine.h"

namespace bridle::cli {

/// A line on stderr that says where an examination stands: nothing when quiet; on a terminal one line that is
/// rewritten; elsewhere a new line every ten seconds.
std::function<void(const Progress&)> progress_line(bool quiet);
/// Ends the rewritten line.
void end_progress(bool quiet);

}  // namespace bridle::cli

#pragma once

#include <vector>

#include "fetch/upstream.h"

namespace bridle {

/// Gives up what fetching does not need, before the first server is asked: from now on only `options.into`
/// can be written to; only the files that `sources` name, authorities of TLS, and what finding a server's
/// address takes can be read; no program can be started. The network stays, for that is what the program is
/// for. Returns sentences for what the kernel could not give. Faults: io.
Result<std::vector<std::string>> confine(const std::vector<Source>& sources, const FetchOptions& options);

}  // namespace bridle

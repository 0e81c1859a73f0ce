#pragma once

#include <optional>
#include <string>

#include "base/result.h"

namespace bridle {

/// What was compared, all of it equal.
struct VerifiedCase {
  std::string seal;
  std::uint64_t evidence_files = 0;  ///< hashed again, when evidence was given
  std::int64_t journal_lines = 0;
};

/// Recomputes everything that a case claims: the files' digests, the journal's chain, the manifest and its
/// seal, and with `evidence` every file of the evidence folder. Faults: malformed, naming the first thing
/// that differs; absent (no case); io.
Result<VerifiedCase> verify_case(const std::string& folder, const std::optional<std::string>& evidence);

}  // namespace bridle

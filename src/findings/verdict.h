#pragma once

#include <string>
#include <vector>

#include "cases/case_store.h"
#include "findings/finding.h"

namespace bridle {

/// The verdict is a pair, computed here and nowhere else, and never a single word.
struct Verdict {
  /// The highest severity among the findings of the revision that are not set aside; nothing when there is
  /// none.
  std::optional<Severity> finding;
  /// Findings that an examiner set aside: they are in the case and do not count above.
  std::int64_t suppressed = 0;
  CoverageLevel coverage = CoverageLevel::insufficient;
  /// Why coverage is not complete, one sentence each, the weightiest first.
  std::vector<std::string> limits;
};

/// Reads it off a case. Coverage is `insufficient` when so little could be read that silence means nothing
/// (the index damaged, fewer than half of the traces that such evidence always holds), `partial` when
/// anything that should be there was not read, else `complete`.
Result<Verdict> verdict_of(const CaseStore& store, std::int64_t revision);

/// "high", or "none" without findings.
std::string_view finding_level(const Verdict& verdict);

}  // namespace bridle

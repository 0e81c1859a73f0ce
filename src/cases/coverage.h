#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bridle {

/// What became of one artefact × one entry. Absence of evidence needs a record too.
enum class CoverageStatus : std::uint8_t {
  complete,     ///< read to the end, nothing skipped
  partial,      ///< read, but something was skipped, cut off or damaged
  failed,       ///< could not be read
  unsupported,  ///< of a kind or generation that is not read
  absent,       ///< not in this evidence
  not_held,     ///< no evidence of this kind, or no phone with this version of the system, holds it
};
constexpr std::string_view coverage_status_names[] = {"complete",    "partial", "failed",
                                                      "unsupported", "absent",  "not_held"};
constexpr std::string_view name(CoverageStatus status) {
  return coverage_status_names[static_cast<std::size_t>(status)];
}

/// One row of the coverage table.
struct Coverage {
  std::int64_t task = 0;  ///< its number in the case, from 1; 0 = the next
  std::string artefact;   ///< "ios.sms"; the container's own work is "evidence.…"
  std::string path;       ///< device path; for `absent`, the patterns that were looked for
  std::string stored_as;  ///< path below the evidence folder, empty for `absent`
  CoverageStatus status = CoverageStatus::complete;
  std::uint64_t records = 0, skipped = 0, lost_pages = 0;
  std::uint64_t events = 0;        ///< of its records on the timeline
  std::string reason;              ///< why it is not complete, one sentence
  std::vector<std::string> notes;  ///< remarks that do not make it less complete, and those that do
};

/// How far the evidence as a whole was read.
enum class CoverageLevel : std::uint8_t { complete, partial, insufficient };
constexpr std::string_view coverage_level_names[] = {"complete", "partial", "insufficient"};
constexpr std::string_view name(CoverageLevel level) {
  return coverage_level_names[static_cast<std::size_t>(level)];
}

}  // namespace bridle

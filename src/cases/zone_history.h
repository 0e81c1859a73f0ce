#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/local_time.h"
#include "cases/case_store.h"

namespace bridle {

/// Most spans of one zone that are kept; with more than that no clock is believed.
constexpr std::size_t most_zone_spans = 10'000;

/// A span in which every record that tells the phone's zone tells the same one, and none is further than two
/// months from the next.
struct ZoneSpan {
  Time begins, ends;  ///< of its first and last record
  std::int64_t offset_seconds = 0;
  std::int64_t observations = 0;
  std::string source;  ///< table and row of its first record
  std::int64_t record = 0;
};

/// Where a reading of the phone's wall clock lies: at one moment, or between two.
struct PlacedTime {
  Time earliest, latest;
  enum class By : std::uint8_t {
    zone,       ///< the one that was in force then: both are the same moment
    two_zones,  ///< it was one of two zones or more, between which the phone changed
    nothing,    ///< no record tells the zone: any is allowed for, from 12 hours west to 14 hours east
  } by = By::nothing;
  std::optional<Time> moment() const { return by == By::zone ? std::optional(earliest) : std::nullopt; }
};

/// The zones that the phone was in, as its records tell: every table of an iOS artefact with a column
/// `utc_offset_seconds` beside an event.
class ZoneHistory {
 public:
  /// Faults: those of the case; limit (more than `most_zone_spans`).
  static Result<ZoneHistory> open(const CaseStore& store, std::span<const Artefact* const> artefacts);
  explicit ZoneHistory(std::vector<ZoneSpan> spans = {}) : spans_(std::move(spans)) {}

  const std::vector<ZoneSpan>& spans() const { return spans_; }
  /// Assumes that the zone did not change between two records that tell the same one, if they are no more
  /// than two months apart, and not within a day before and after records that stand alone. Faults: limit.
  Result<PlacedTime> place(LocalTime local) const;

 private:
  std::vector<ZoneSpan> spans_;  // in order of time; they do not overlap
};

/// Fills table `time_zone`, and the column `time` of those records of iOS artefacts that have only a
/// `time_local` where the history tells the moment. Their coverage counts the new events.
/// Faults: those of the case.
Result<> place_local_times(CaseStore& store, std::span<const Artefact* const> artefacts,
                           const ZoneHistory& history);

}  // namespace bridle

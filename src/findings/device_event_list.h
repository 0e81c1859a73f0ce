#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case_store.h"

namespace bridle {

/// One row of table `device_event`. Without a moment it lies between `earliest` and `latest`, where they are
/// known.
struct DeviceEvent {
  std::string_view kind;
  std::optional<std::int64_t> time, earliest, latest;  ///< nanoseconds, UTC
  std::string_view clock;                              ///< how the time is known: see docs/formats/case.md
  std::string stored;                                  ///< a wall clock's reading as it stands in the source
  std::string text;
  std::string source;  ///< table and row that it rests on
  std::int64_t record = 0;
};

/// What is missing where something should be continuous: starts of the phone that no entry of the shutdown
/// log goes with, and numbers left out among rotated logs. `events` are the others. Faults: those of the
/// case.
Result<std::vector<DeviceEvent>> device_gaps(const CaseStore& store, const std::vector<DeviceEvent>& events);

}  // namespace bridle

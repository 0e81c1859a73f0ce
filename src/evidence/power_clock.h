#pragma once

#include <optional>
#include <vector>

#include "base/time.h"
#include "evidence/sqlite_view.h"

namespace bridle {

/// PowerLog counts by a clock of its own; a table of each of its databases says how far the system's clock
/// was ahead of it, and when. Source: ios-artifacts.md 4.8.
class PowerClock {
 public:
  /// Faults: limit. A database without the table gives a clock that is not known.
  static Result<PowerClock> open(const SqliteView& db);
  bool is_known() const { return !offsets_.empty(); }
  /// Seconds to add to a stored moment: by the last line that is not later, by the first for older ones.
  /// Nothing when the clock is not known.
  std::optional<double> offset(double stored) const;
  /// UTC by the device's clock; by PowerLog's own when that is not known. Nothing for no moment and for 0.
  std::optional<Time> time(std::optional<double> stored) const;

 private:
  struct Offset {
    double at, ahead;
  };
  std::vector<Offset> offsets_;  // sorted
};

}  // namespace bridle

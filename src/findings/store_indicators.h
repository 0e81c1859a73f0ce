#pragma once

#include <vector>

#include "cases/case_store.h"
#include "indicators/indicator.h"

namespace bridle {

/// What became of every indicator file: one row a file, one row a remark.
Result<> store_load_report(CaseStore& store, const LoadReport& report, std::int64_t revision);
/// Remarks on indicators that an earlier revision of the case rests on and this set withdraws, so that an old
/// report can be read with that in mind. Faults: io.
Result<> store_withdrawals(CaseStore& store, const IndicatorSet& set, std::int64_t revision);

/// Stores one indicator and gives the id of its row. `number` is its place in the set. Faults: io.
Result<std::int64_t> store_indicator(CaseStore& store, const Indicator& indicator, std::string_view type,
                                     std::int64_t number, std::int64_t revision);

/// Stores those indicators of a set that something met, each once.
class IndicatorWriter {
 public:
  IndicatorWriter(CaseStore& store, const IndicatorSet& set, std::int64_t revision)
      : store_(&store), set_(&set), revision_(revision), ids_(set.indicators.size()) {}
  /// The id of the stored row. Faults: io.
  Result<std::int64_t> stored(std::uint32_t index);

 private:
  CaseStore* store_;
  const IndicatorSet* set_;
  std::int64_t revision_;
  std::vector<std::int64_t> ids_;  // 0 = not stored yet
};

}  // namespace bridle

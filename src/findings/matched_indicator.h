#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cases/case_store.h"
#include "findings/levels.h"

namespace bridle {

/// An indicator of a case that something met, as rules need it.
struct MatchedIndicator {
  std::string stix_id, type, value;
  std::vector<std::string> campaigns;  ///< names it is attributed to, sorted, without doubles
  std::string campaign;  ///< the same for two indicators of one attribution set; its own without any
  std::vector<std::string> notes, collisions;
  std::string tlp;  ///< "" = none
  /// valid_from: only where it is more than the day of publication.
  std::optional<std::int64_t> valid_from, valid_until, confidence;
  IndicatorClass about = IndicatorClass::generic;
  bool sequence = false;  ///< a condition over several records: they mean something together only
};

/// Those of a revision, by their row. Faults: io.
Result<std::map<std::int64_t, MatchedIndicator>> matched_indicators(const CaseStore& store,
                                                                    std::int64_t revision);

/// The more restrictive of two markings by TLP name; "" is none.
std::string stricter_tlp(std::string a, std::string b);

}  // namespace bridle

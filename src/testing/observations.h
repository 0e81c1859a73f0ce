#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "patterns/observation.h"

namespace bridle::testing {

/// Observations with the id that their publisher gave them.
struct NamedObservations {
  std::vector<Observation> observations;
  std::vector<std::string> ids;
};

/// Reads a list of observed-data objects with their objects inside (STIX 2.0), or of bundles of observed-data
/// and the objects that they refer to (STIX 2.1). Objects of a bundle that no observed-data refers to are
/// reached by reference only. Faults: malformed.
Result<NamedObservations> observations_from_json(std::string_view json);

}  // namespace bridle::testing

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "indicators/published_values.h"

namespace bridle {

/// Reads one MISP event, bare or as {"Event": …}, or a list of them, as the API answers. Taken are attributes
/// with to_ids, those of objects too; deleted ones are withdrawn. Memory follows the largest attribute, not
/// the file. Source: MISP core format (draft-dulaunoy-misp-core-format-16); docs/formats/misp.md. Faults:
/// those of JSON.
Result<> read_misp_event(std::string_view json, PublishedValues& out);

/// The uuids of a feed's manifest.json, in its order, at most 100,000. Faults: malformed, truncated.
Result<std::vector<std::string>> read_misp_manifest(std::string_view json);

}  // namespace bridle

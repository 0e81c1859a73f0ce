#pragma once

#include <string_view>

#include "base/json.h"
#include "base/sqlite.h"

namespace bridle {

/// Writes the rows of a SELECT as an array of objects, column names as keys. `number` is bound to ?1 when it
/// is not 0. Faults: io.
Result<> rows_as_json(const Database& database, JsonWriter& json, std::string_view sql,
                      std::int64_t number = 0);
/// Writes the rows of a SELECT of two texts as the members of one object. Faults: io.
Result<> pairs_as_json(const Database& database, JsonWriter& json, std::string_view sql);

}  // namespace bridle

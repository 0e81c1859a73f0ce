#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "cases/case_store.h"

namespace bridle {

/// What a reader needs to find one record again, and a little of what stands in it.
struct RecordExcerpt {
  std::string locator, path, state, title;
  std::vector<std::pair<std::string, std::string>>
      values;  ///< column and value, times written out, empty ones left out
};

/// Reads a record through the case's own list of tables: nothing, when the table or the record is not there.
/// Faults: io.
Result<std::optional<RecordExcerpt>> record_excerpt(const CaseStore& store, std::string_view table,
                                                    std::int64_t record);
/// The first words of a record, for one line of a timeline.
std::string in_one_line(const RecordExcerpt& excerpt);

}  // namespace bridle

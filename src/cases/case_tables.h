#pragma once

#include <span>
#include <string>

#include "records/artefact.h"

namespace bridle {

/// The SQL that makes the tables of an empty case: the fixed ones, and one for each artefact.
/// docs/formats/case.md describes them column by column.
std::string case_tables_sql(std::span<const Artefact* const> artefacts);
/// The two views over all artefact tables: `timeline` (every event) and `observable` (every value that an
/// indicator could meet, mined ones included).
std::string case_views_sql(std::span<const Artefact* const> artefacts);
/// INSERT of one record: id, task, locator, state, then the table's columns.
std::string record_insert_sql(const TableSchema& table);

}  // namespace bridle

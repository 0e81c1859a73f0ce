#pragma once

#include "report/mvt_row.h"

namespace bridle::mvt {

// Shared by the groups of Android's modules.

/// SQL over `t`: the record comes from AndroidQF's own file, or from a bug report.
constexpr std::string_view from_collection =
    "(SELECT path FROM coverage c WHERE c.task = t.task) LIKE 'androidqf/%'";
constexpr std::string_view from_bug_report =
    "(SELECT path FROM coverage c WHERE c.task = t.task) NOT LIKE 'androidqf/%'";

/// A wall-clock text of the phone as MVT writes it, with six decimals: "2022-03-29 18:37:30.315000"; "" for
/// NULL or another form.
std::string local_moment(const Row& row, std::string_view column);
/// The same with decimals cut off at six and whatever follows (an offset) left out.
std::string printed_moment(std::string_view text);

/// Rows of another artefact that read the same evidence as a record: SQL to stand behind `FROM table o`, with
/// the record's task as ?1.
constexpr std::string_view same_evidence =
    "WHERE (SELECT stored_as FROM coverage c WHERE c.task = o.task) IS (SELECT stored_as FROM coverage c "
    "WHERE "
    "c.task = ?1)";

}  // namespace bridle::mvt

#pragma once

#include "cases/case_store.h"

namespace bridle {

/// Most different programs that the table keeps. Those beyond are counted, not kept.
constexpr std::size_t most_processes = 200'000;

/// The columns of an artefact's table that say that a program ran: those of type process_name, file_path and
/// app_id whose relation is `executed`. The UUID of the program that column X names stands in column
/// X_uuid or in uuid; of several paths, `executable` is that of the program.
struct ProgramColumns {
  std::vector<std::string_view> names, paths, apps, uuids, times;
  bool any() const { return !names.empty() || !paths.empty() || !apps.empty(); }
};
ProgramColumns program_columns(const TableSchema& table);

/// Fills `process` and `process_source` from all records of the case: one row for each program seen to run,
/// whatever the source, told apart by name, path, UUID and app (docs/formats/case.md). Same records, same
/// rows. Returns how many records name a program beyond `most_processes`.
/// Faults: those of the case.
Result<std::uint64_t> fill_process_table(CaseStore& store, std::span<const Artefact* const> artefacts);

}  // namespace bridle

#pragma once

#include "engine/task.h"
#include "formats/dumpstate.h"

namespace bridle {

/// Finds the sections of a bug report's text, in one pass that holds a piece of it at a time, and writes a
/// batch of section_table.
int run_sections(Task& task, const TaskFiles& files);

/// What run_sections wrote. Its writer may have been taken over: every place is brought into bounds.
/// Faults: those of the batch.
Result<DumpText> read_sections(int batch);

}  // namespace bridle

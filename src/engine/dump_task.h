#pragma once

#include "engine/task.h"
#include "engine/task_sink.h"
#include "evidence/dump_entry.h"

namespace bridle {

/// Reads the names in an archive into a batch of entries.
int run_list_archive(Task& task, const TaskFiles& files);
/// Inflates entries of an archive, those whose numbers stand in `wal` (8 bytes each, little-endian,
/// ascending), into `scratch`, one after another, in one pass; writes a batch of where each went.
int run_unpack(Task& task, const TaskFiles& files);
/// Reads what one entry says of the device: a property list of an iPhone, properties of an Android phone.
int run_dump_facts(Task& task, const TaskFiles& files);

/// Writes an entry as a row of dump_entry_table; for the workers that list archives and the parent that lists
/// folders.
void add_dump_entry(TaskSink& sink, const std::string& locator, const DumpEntry& entry);

}  // namespace bridle

#pragma once

#include "base/file.h"
#include "evidence/dump_entry.h"

namespace bridle {

/// Walks a folder, names sorted, each folder before what is in it. Links are listed and never followed;
/// folders that cannot be opened, and those below a depth of 64, are skips. Owners and modes are left out:
/// they are those of the examiner's copy. Faults: io (the folder itself cannot be listed).
Result<> list_dump_folder(const Fd& root, const DumpEntryVisitor& visit, const DumpSkipVisitor& skip);

}  // namespace bridle

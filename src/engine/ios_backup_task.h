#pragma once

#include "engine/task.h"

namespace bridle {

/// Reads an iOS backup's property lists (content: Manifest.plist, wal: Info.plist, extra: Status.plist),
/// writes what they say as facts, and the keys that the password opens into the pipe.
int run_unlock(Task& task, const TaskFiles& files);
/// Reads an iOS backup's index into entries.
int run_list(Task& task, const TaskFiles& files);

}  // namespace bridle

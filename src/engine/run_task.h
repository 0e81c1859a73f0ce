#pragma once

#include "engine/task.h"
#include "evidence/input.h"
#include "records/artefact.h"
#include "records/batch.h"

namespace bridle {

/// What a worker does: dispatches by kind, writes the batch, gives the exit code. Runs in the cage.
int run_task(Task& task, const TaskFiles& files);

/// One artefact over one entry: with a write-ahead log in the passes of TaskSink. `input` makes an Input for
/// one pass. The same function serves workers, tests and fuzzers.
BatchEnd run_extractor(const Artefact& artefact, BatchWriter& out, const Limits& limits, bool has_wal,
                       const std::function<Input(WalUse)>& input);

/// Opens a stored file as its content: decrypted when it is encrypted, its size compared with the recorded
/// one.
Input::Opener stored_file(int fd, const TaskFile& file);

}  // namespace bridle

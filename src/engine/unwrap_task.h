#pragma once

#include "engine/task.h"

namespace bridle {

/// Opens what is encrypted or compressed as a whole (evidence/unwrap.h), told by its first bytes, into
/// `scratch`; writes a batch of facts: "outcome" with what is missing of the content, "note", or "fault".
int run_unwrap(Task& task, const TaskFiles& files);

}  // namespace bridle

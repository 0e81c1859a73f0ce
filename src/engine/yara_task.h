#pragma once

#include <string>
#include <vector>

#include "engine/launcher.h"
#include "engine/plan.h"
#include "scan/yara_rules.h"

namespace bridle {

/// Compiles rules in a worker: `content` holds them as text, `scratch` gets libyara's form, the batch says
/// what became of each file.
int run_compile_rules(Task& task, const TaskFiles& files);

/// YARA rules, ready for the workers that hold files against them.
struct GivenRules {
  Fd compiled;
  Coverage coverage;  ///< which rules, with their digests; partial when some were left out
};
/// Faults: malformed (no rule file could be taken: the message names the first and why), io.
Result<GivenRules> compile_rules(TaskRunner& runner, const std::vector<YaraSource>& sources,
                                 const std::string& spool);
/// Adds what was chosen and what was not, and stores it.
Result<> add_rules_coverage(CaseStore& store, Coverage coverage, const Plan& plan);

}  // namespace bridle

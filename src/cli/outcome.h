#pragma once

#include <string>

#include "cases/case_store.h"
#include "cli/options.h"
#include "findings/verdict.h"

namespace bridle::cli {

/// The one document of `--json` (docs/formats/verdict.md).
Result<std::string> verdict_json(const CaseStore& store, std::int64_t revision, const std::string& seal);
/// For people: the verdict pair, what could not be read, the findings, where the report is.
Result<std::string> summary(const CaseStore& store, std::int64_t revision, const std::string& seal);
/// Whether a finding reaches the threshold, and whether everything was read.
int exit_code(const Verdict& verdict, const std::string& fail_on);

}  // namespace bridle::cli

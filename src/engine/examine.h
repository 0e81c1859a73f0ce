#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "cases/manifest.h"
#include "engine/container.h"
#include "engine/sandbox.h"
#include "findings/custody_window.h"
#include "findings/suppression.h"
#include "indicators/indicator.h"
#include "scan/yara_rules.h"

namespace bridle {

/// Where an examination stands. Only for people to look at: nothing of it enters the case.
struct Progress {
  std::string_view phase;
  std::uint64_t bytes_hashed = 0, files_hashed = 0;
  std::uint64_t tasks_done = 0, tasks = 0;
};

struct ExamineOptions {
  std::string evidence, case_folder;
  IndicatorSet indicators;
  SuppressionFile suppressions;
  std::vector<CustodyWindow> custody;  ///< when the phone was out of its owner's hands; may be empty
  std::vector<YaraSource> yara;        ///< rules to hold files of the evidence against; may be empty
  Secret password;
  Secret identity;  ///< the text of an age identity file, or empty
  AskPassword ask_password;
  bool triage = false;
  unsigned workers = 2;
  std::string program_version, program_sha256;
  SandboxState sandbox;
  std::function<void(const Progress&)> progress;
};

/// The result in numbers; all else is in the case.
struct Examined {
  std::string seal;
  std::int64_t revision = 1;
};

/// The main job, from an evidence folder to a sealed case. Faults carry a sentence for the examiner.
Result<Examined> examine(TaskRunner& runner, ExamineOptions& options);

/// Matches a case against indicators, raises findings, writes the report and seals: the last steps of
/// `examine`, and all of `bridle match`. The evidence is not needed. Without custody windows those of the
/// revision before hold on.
Result<Examined> conclude_case(CaseStore& store, Journal& journal, const IndicatorSet& indicators,
                               const SuppressionFile& suppressions = {},
                               const std::vector<CustodyWindow>& custody = {});

}  // namespace bridle

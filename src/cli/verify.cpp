#include "cases/verify.h"

#include <fmt/format.h>

#include "cases/case_store.h"
#include "cases/manifest.h"
#include "cli/options.h"
#include "cli/program.h"

namespace bridle::cli {

int verify(const std::string& case_folder, const std::optional<std::string>& evidence) {
  auto verified = verify_case(case_folder, evidence);
  if (!verified) {
    bool differs = verified.error().fault == Fault::malformed;
    fmt::print(stderr, "bridle: {}{}.\n", differs ? "the case is not what was sealed: " : "",
               verified.error().message);
    return differs ? exit_findings : exit_error;
  }
  fmt::print(
      "Verified: case.sqlite, journal.jsonl ({} lines), evidence.sha256 and report.html are what was "
      "sealed.\n",
      verified->journal_lines);
  if (evidence)
    fmt::print("Verified: all {} evidence files have the digests of the case.\n", verified->evidence_files);
  else
    fmt::print("The evidence was not compared: give --evidence FOLDER to hash it again.\n");
  fmt::print("Seal: {}\n", verified->seal);
  return exit_nothing_found;
}

int report(const std::string& case_folder) {
  auto verified = verify_case(case_folder, std::nullopt);
  if (!verified) return complain(verified.error().message);
  fmt::print("{}\n", case_report_path(case_folder));
  return exit_nothing_found;
}

}  // namespace bridle::cli

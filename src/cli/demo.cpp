#include <fmt/format.h>
#include <sys/stat.h>

#include <thread>

#include "base/secret.h"
#include "cli/outcome.h"
#include "cli/program.h"
#include "cli/progress.h"
#include "engine/run_task.h"
#include "testing/forge.h"

namespace bridle::cli {
namespace {

constexpr std::string_view password = "correct horse";

Result<int> run_demo(const std::string& folder) {
  // Workers before all else, as in `examine`.
  auto runner = TRY(start_launcher(run_task));
  struct stat there{};
  if (::stat(folder.c_str(), &there) == 0)
    return fail(Fault::io, fmt::format("{} exists already: name another folder, or remove it", folder));
  fmt::print(stderr,
             "Forging an encrypted iPhone backup in {}/backup (nothing in it is from a real phone) ...\n",
             folder);
  testing::BackupTemplate as;
  as.encryption = testing::BackupTemplate::Encryption::files_and_index;
  as.password = password;
  TRY(testing::forge_backup(folder, TRY(testing::forge_sizes("small")), as));
  fmt::print(
      stderr,
      "Examining it, as `bridle examine {0}/backup --case {0}/case --indicators {0}/indicators.stix2` would\n"
      "(its password is \"{1}\") ...\n\n",
      folder, password);
  ExamineOptions options;
  options.evidence = folder + "/backup";
  options.case_folder = folder + "/case";
  options.password = Secret(as_bytes(password));
  options.ask_password = []() -> Result<Secret> { return Secret(); };
  options.indicators = TRY(load_named_indicators({folder + "/indicators.stix2"}));
  options.workers = std::max(1u, std::thread::hardware_concurrency());
  options.program_version = program_version();
  options.program_sha256 = program_sha256();
  options.sandbox = probe_sandbox();
  options.progress = progress_line(false);
  auto examined = bridle::examine(*runner, options);
  end_progress(false);
  if (!examined) return std::unexpected(examined.error());
  auto store = TRY(CaseStore::open(options.case_folder, Database::Mode::read_only));
  fmt::print("{}", TRY(summary(store, examined->revision, examined->seal)));
  fmt::print(
      "\nThe spyware (\"Stheno\") is made up. Next: open the report in a browser, or try\n"
      "  bridle findings {0}/case\n  bridle coverage {0}/case\n  bridle verify {0}/case --evidence "
      "{0}/backup\n",
      folder);
  return exit_nothing_found;
}

}  // namespace

int demo(const std::string& folder) {
  auto code = run_demo(folder);
  return code ? *code : complain(code.error().message);
}

}  // namespace bridle::cli

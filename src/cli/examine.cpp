#include "engine/examine.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/outcome.h"
#include "cli/password.h"
#include "cli/program.h"
#include "cli/progress.h"
#include "engine/run_task.h"

namespace bridle::cli {
namespace {

std::string now() {
  auto since = std::chrono::system_clock::now().time_since_epoch();
  auto time = time_from_unix_seconds(std::chrono::duration_cast<std::chrono::seconds>(since).count());
  return time ? to_iso8601(*time) : std::string();
}

// The only place with clock times: beside the sealed files, not among them.
Result<> write_run(const ExamineArguments& a, unsigned workers, const std::string& begun,
                   const std::string& seal) {
  JsonWriter json;
  json.object().member("format", "bridle run 1").member("begun", begun).member("ended", now());
  json.member("evidence", a.evidence)
      .member("workers", static_cast<std::int64_t>(workers))
      .member("seal", seal);
  json.key("indicators").array();
  for (const std::string& path : a.indicators) json.value(path);
  json.end().end();
  return replace_file(case_run_path(a.case_folder), json.text());
}

Result<int> print_outcome(const std::string& case_folder, const Examined& examined,
                          const ExamineArguments& a) {
  auto store = TRY(CaseStore::open(case_folder, Database::Mode::read_only));
  Verdict verdict = TRY(verdict_of(store, examined.revision));
  if (a.json)
    fmt::print("{}", TRY(verdict_json(store, examined.revision, examined.seal)));
  else if (!a.quiet)
    fmt::print("{}", TRY(summary(store, examined.revision, examined.seal)));
  return exit_code(verdict, a.fail_on);
}

void warn_of_indicators(const IndicatorSet& set, bool quiet) {
  if (quiet) return;
  for (const FileReport& file : set.report.files)
    if (!file.error.empty()) fmt::print(stderr, "bridle: indicator file {}: {}\n", file.name, file.error);
}

Result<std::vector<YaraSource>> load_yara(const std::vector<std::string>& paths) {
  namespace fs = std::filesystem;
  constexpr std::uint64_t file_limit = 16 << 20, total_limit = 60 << 20;
  // Beside the path the name that reports show and that keeps the rules of one file apart from another's.
  std::vector<std::pair<fs::path, std::string>> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.emplace_back(path, fs::path(path).filename().string());
      continue;
    }
    std::vector<fs::path> found;
    for (fs::recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error))
      if (auto extension = at->path().extension(); extension == ".yar" || extension == ".yara")
        found.push_back(at->path());
    if (found.empty()) return fail(Fault::absent, path + " holds no YARA rules (*.yar, *.yara)");
    std::ranges::sort(found);
    for (const fs::path& file : found)
      files.emplace_back(file, file.lexically_relative(path).generic_string());
  }
  std::vector<YaraSource> out;
  std::uint64_t total = 0;
  for (auto& [path, shown] : files) {
    auto file = TRY(open_for_reading(path.string()));
    auto content = read_whole(file, file_limit);
    if (!content)
      return fail(content.error().fault, fmt::format("{}: {}", path.string(), content.error().message));
    total += content->size();
    if (total > total_limit) return fail(Fault::limit, "more than 60 MiB of YARA rules");
    auto same = std::ranges::count_if(out, [&](const YaraSource& each) {
      return each.name == shown || each.name.starts_with(shown + " (");
    });
    if (same > 0) shown += fmt::format(" ({})", same + 1);
    out.push_back({to_utf8_lossy(shown), std::move(*content)});
  }
  return out;
}

Result<std::vector<CustodyWindow>> read_custody(const std::vector<std::string>& given) {
  std::vector<CustodyWindow> windows;
  for (const std::string& text : given) windows.push_back(TRY(parse_custody_window(text)));
  return windows;
}

Result<int> run_examine(const ExamineArguments& a) {
  std::string begun = now();
  auto custody = TRY(read_custody(a.custody));
  ExamineOptions options;
  options.evidence = a.evidence;
  options.case_folder = a.case_folder;
  while (options.case_folder.size() > 1 && options.case_folder.ends_with('/')) options.case_folder.pop_back();
  // In this order: the password leaves the environment before the launcher is forked, and the launcher is
  // forked before threads and indicators exist.
  options.password = TRY(given_password(a.password_file));
  if (!a.identity_file.empty()) options.identity = TRY(read_identity(a.identity_file));
  options.ask_password = ask_password;
  auto runner = TRY(start_launcher(run_task));
  options.sandbox = probe_sandbox();
  options.indicators = TRY(load_named_indicators(a.indicators));
  if (!a.suppressions.empty()) options.suppressions = TRY(load_suppressions(a.suppressions));
  options.custody = std::move(custody);
  options.yara = TRY(load_yara(a.yara));
  warn_of_indicators(options.indicators, a.quiet);
  options.triage = a.triage;
  options.workers = a.workers > 0 ? a.workers : std::max(1u, std::thread::hardware_concurrency());
  options.program_version = program_version();
  options.program_sha256 = program_sha256();
  options.progress = progress_line(a.quiet);
  auto examined = bridle::examine(*runner, options);
  end_progress(a.quiet);
  if (!examined) return std::unexpected(examined.error());
  TRY(write_run(a, options.workers, begun, examined->seal));
  return print_outcome(options.case_folder, *examined, a);
}

Result<int> run_match(const ExamineArguments& a) {
  auto custody = TRY(read_custody(a.custody));
  if (a.indicators.empty() && custody.empty())
    return fail(Fault::absent, "no indicators were given: name files or folders with --indicators");
  IndicatorSet set = TRY(load_named_indicators(a.indicators));
  SuppressionFile suppressions;
  if (!a.suppressions.empty()) suppressions = TRY(load_suppressions(a.suppressions));
  warn_of_indicators(set, a.quiet);
  auto store = TRY(CaseStore::open(a.case_folder, Database::Mode::read_write));
  auto journal = TRY(Journal::resume(case_journal_path(a.case_folder)));
  auto concluded = TRY(conclude_case(store, journal, set, suppressions, custody));
  return print_outcome(a.case_folder, concluded, a);
}

}  // namespace

int examine(const ExamineArguments& arguments) {
  auto code = run_examine(arguments);
  return code ? *code : complain(code.error().message);
}

int match(const ExamineArguments& arguments) {
  auto code = run_match(arguments);
  return code ? *code : complain(code.error().message);
}

}  // namespace bridle::cli

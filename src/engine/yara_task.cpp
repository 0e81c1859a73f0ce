#include "engine/yara_task.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "artefacts/catalogue.h"
#include "base/sha256.h"
#include "base/text.h"
#include "engine/batch_values.h"
#include "engine/container_tables.h"
#include "engine/launcher_loop.h"
#include "engine/task_sink.h"
#include "evidence/byte_source.h"

namespace bridle {
namespace {

constexpr std::string_view artefact_id = "any.yara_match";
constexpr std::uint64_t source_limit = 64ULL << 20;

Result<> compile(Task& task, const TaskFiles& files, TaskSink& sink) {
  auto content = TRY(file_source(Fd{::dup(files.content)}));
  std::vector<std::uint8_t> bytes = TRY(read_all(*content, source_limit));
  auto sources = TRY(unpack_yara_sources(bytes));
  CompiledYara compiled = TRY(compile_yara(sources));
  TRY(write_all(files.scratch, as_bytes(compiled.bytes)));
  (void)task;
  for (const CompiledYara::File& file : compiled.files) {
    std::string count = std::to_string(file.rules);
    ContainerFactRow row{file.error.empty() ? "rules" : "left out", file.name,
                         file.error.empty() ? count : file.error};
    sink.add(whole_file(), &row);
  }
  return {};
}

}  // namespace

int run_compile_rules(Task& task, const TaskFiles& files) {
  BatchWriter out(files.output);
  TaskSink sink(out, container_fact_table, 100'000);
  auto done = compile(task, files, sink);
  BatchEnd end;
  end.rows = sink.rows();
  if (!done) put_failure(end, done.error());
  return out.finish(end) ? 0 : worker_failed;
}

Result<GivenRules> compile_rules(TaskRunner& runner, const std::vector<YaraSource>& sources,
                                 const std::string& spool) {
  Fd text = TRY(unnamed_file(spool)), output = TRY(unnamed_file(spool));
  GivenRules out;
  out.compiled = TRY(unnamed_file(spool));
  TRY(write_all(text.get(), as_bytes(pack_yara_sources(sources))));
  Task task;
  task.kind = TaskKind::compile_rules;
  TRY(run_alone(runner, task, {.content = text.get(), .output = output.get(), .scratch = out.compiled.get()},
                "YARA rules"));
  std::uint64_t rules = 0, left_out = 0;
  std::string first;
  Coverage& coverage = out.coverage;
  coverage.artefact = artefact_id;
  coverage.path = "YARA rules";
  ContainerFacts none;
  std::size_t place = 0;
  TRY(read_facts(output.get(), none, [&](std::string_view kind, std::string_view, std::string_view value) {
    if (place >= sources.size()) return;
    const YaraSource& source = sources[place++];
    auto digest = to_hex(sha256(as_bytes(source.text)));
    bool taken = kind == "rules";
    if (taken) rules += static_cast<std::uint64_t>(parse_integer(value).value_or(0));
    if (!taken && left_out++ == 0) first = fmt::format("{}: {}", source.name, value);
    coverage.notes.push_back(
        taken ? fmt::format("{}: {} {}; SHA-256 {}", source.name, value, value == "1" ? "rule" : "rules",
                            digest)
              : fmt::format("{} was left out: {}; SHA-256 {}", source.name, value, digest));
  }));
  if (rules == 0)
    return fail(Fault::malformed,
                fmt::format("no YARA rules could be used{}{}", first.empty() ? "" : ": ", first));
  if (left_out > 0) {
    coverage.status = CoverageStatus::partial;
    coverage.reason = fmt::format("{} of {} files of rules could not be used", left_out, sources.size());
  }
  out.compiled = TRY(read_only(out.compiled));
  return out;
}

Result<> add_rules_coverage(CaseStore& store, Coverage coverage, const Plan& plan) {
  auto chosen = static_cast<std::uint64_t>(std::ranges::count_if(
      plan.tasks, [](const PlannedTask& task) { return catalogue()[task.artefact]->needs_rules; }));
  coverage.notes.push_back(
      fmt::format("{} files of {} were held against the rules: programs, packages, scripts, profiles, "
                  "property lists, and what lies "
                  "in temporary folders; the others were not",
                  chosen, plan.files_listed));
  if (plan.rules_left_out > 0) {
    coverage.status = CoverageStatus::partial;
    coverage.reason += fmt::format("{}{} files more should have been held against them: the limit is {}",
                                   coverage.reason.empty() ? "" : "; ", plan.rules_left_out, most_scanned);
  }
  return store.add_coverage(coverage);
}

}  // namespace bridle

#include "engine/examine.h"

#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

#include "artefacts/catalogue.h"
#include "cases/hash_file.h"
#include "cases/process_table.h"
#include "cases/revision_digest.h"
#include "cases/zone_history.h"
#include "engine/evidence_coverage.h"
#include "engine/hash_evidence.h"
#include "engine/run_plan.h"
#include "engine/yara_task.h"
#include "evidence/recognise.h"
#include "findings/device_events.h"
#include "findings/match_case.h"
#include "findings/raise.h"
#include "findings/store_suppressions.h"
#include "report/html.h"

namespace bridle {
namespace {

// Shows where things stand five times a second, from a thread of its own: the work never waits for the
// terminal.
class Reporter {
 public:
  explicit Reporter(const std::function<void(const Progress&)>& show) : show_(show) {
    if (show_)
      thread_ = std::jthread([this](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          std::this_thread::sleep_for(std::chrono::milliseconds(200));
          Progress progress{.phase = phase_.load(), .tasks_done = done.load(), .tasks = tasks.load()};
          if (const EvidenceHasher* h = hasher.load()) {
            progress.bytes_hashed = h->read_bytes();
            progress.files_hashed = h->read_files();
          }
          show_(progress);
        }
      });
  }
  void phase(const char* name) { phase_ = name; }
  std::atomic<std::uint64_t> done{0}, tasks{0};
  std::atomic<const EvidenceHasher*> hasher{nullptr};

 private:
  const std::function<void(const Progress&)>& show_;
  std::atomic<const char*> phase_{"opening the evidence"};
  std::jthread thread_;  // last: it is stopped and joined before what it reads goes
};

// The spool holds nameless files only, but they need a place: a private folder inside the case, gone at the
// end.
class Spool {
 public:
  static Result<Spool> make(const std::string& case_folder) {
    std::string pattern = case_folder + ".spool-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr)
      return fail(Fault::io,
                  fmt::format("cannot write beside {}: {}. Give --case a folder that can be written",
                              case_folder, system_message(errno)));
    return Spool(std::move(pattern));
  }
  explicit Spool(std::string path) : path_(std::move(path)) {}
  Spool(Spool&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  Spool& operator=(Spool&&) = delete;
  ~Spool() {
    if (!path_.empty()) ::rmdir(path_.c_str());
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Result<> store_container(CaseStore& store, const Container& container) {
  TRY(store.database().run("BEGIN"));
  for (const auto& [key, value] : container.facts().device) TRY(store.set_device(key, value));
  return store.database().run("COMMIT");
}

Result<> journal_tasks(const CaseStore& store, Journal& journal) {
  auto select = TRY(store.database().prepare(
      "SELECT task, artefact, path, status, records, skipped FROM coverage ORDER BY task"));
  while (TRY(select.step()))
    TRY(journal.add("read", [&](JsonWriter& json) {
      json.member("task", select.integer(0))
          .member("artefact", select.text(1))
          .member("path", select.text(2))
          .member("status", select.text(3));
      json.member("records", select.integer(4)).member("skipped", select.integer(5));
    }));
  return {};
}

// What can be said only when all records are there: wall clocks in UTC, and what happened to the phone
// itself.
Result<> derive(CaseStore& store) {
  auto history = ZoneHistory::open(store, catalogue());
  if (!history && history.error().fault != Fault::limit) return std::unexpected(history.error());
  if (!history) TRY(store.add_skip("table time_zone", history.error()));
  ZoneHistory known = history ? std::move(*history) : ZoneHistory();
  TRY(place_local_times(store, catalogue(), known));
  if (auto beyond = TRY(fill_device_events(store, known)); beyond > 0)
    TRY(store.add_skip("table device_event",
                       {Fault::limit, fmt::format("{} events of the phone beyond the {} "
                                                  "that are listed",
                                                  beyond, most_device_events)}));
  if (auto beyond = TRY(fill_process_table(store, catalogue())); beyond > 0)
    TRY(store.add_skip("table process",
                       {Fault::limit, fmt::format("{} records name further programs than the "
                                                  "{} that are listed",
                                                  beyond, most_processes)}));
  return {};
}

// Triage reads and hashes only what the artefacts needed.
Result<> hash_what_was_read(CaseStore& store, const Container& container) {
  auto select = TRY(store.database().prepare(
      "SELECT DISTINCT stored_as FROM coverage WHERE stored_as <> '' ORDER BY stored_as"));
  std::vector<EvidenceFile> files;
  while (TRY(select.step())) {
    EvidenceFile file{.path = std::string(select.text(0)), .size = 0, .sha256 = {}, .problem = {}};
    auto opened = container.open_evidence(file.path);
    auto hashed = opened ? hash_open_file(*opened) : fail(opened.error().fault, opened.error().message);
    if (hashed) {
      file.size = hashed->size;
      file.sha256 = hashed->sha256;
    } else {
      file.problem = hashed.error().message;
    }
    files.push_back(std::move(file));
  }
  return store.add_evidence_files(files);
}

struct Matched {
  std::int64_t revision = 0, matches = 0;
};

Result<Matched> match_revision(CaseStore& store, const IndicatorSet& indicators) {
  Matched matched;
  matched.revision = TRY(store.database().number("SELECT max(number) FROM revision")) + 1;
  matched.matches = TRY(match_case(store, catalogue(), indicators, matched.revision));
  return matched;
}

Result<Examined> conclude(CaseStore& store, Journal& journal, const IndicatorSet& indicators,
                          const SuppressionFile& suppressions, const std::vector<CustodyWindow>& custody,
                          const Matched& matched) {
  Examined result;
  result.revision = matched.revision;
  TRY(store_suppressions(store, suppressions, result.revision));
  TRY(store_custody(store, custody, result.revision));
  auto windows = TRY(custody_windows(store, result.revision));
  std::int64_t findings = TRY(raise_findings(store, result.revision));
  std::string rows = TRY(revision_digest(store, result.revision));
  TRY(journal.add("matched", [&](JsonWriter& json) {
    json.member("revision", result.revision).member("matches", matched.matches).member("findings", findings);
    json.member("rows", rows);
    json.key("indicator_files").array();
    for (const FileReport& file : indicators.report.files) json.value(file.sha256);
    json.end();
    if (!suppressions.sha256.empty()) json.member("suppressions", suppressions.sha256);
    if (windows.empty()) return;
    json.key("custody").array();
    for (const CustodyWindow& window : windows) json.value(in_words(window));
    json.end();
  }));
  // The database is done with; the report only reads it.
  auto database = std::async(std::launch::async, hash_file, case_database_path(store.folder()));
  TRY(write_report(store, result.revision));
  result.seal = TRY(seal_case(store, journal, TRY(database.get())));
  return result;
}

}  // namespace

Result<Examined> examine(TaskRunner& runner, ExamineOptions& options) {
  RecognisedEvidence evidence = TRY(recognise_evidence(options.evidence));
  Spool spool = TRY(Spool::make(options.case_folder));
  std::unique_ptr<EvidenceHasher> hasher;
  Reporter reporter(options.progress);  // after the hasher, which it looks at: it goes first

  // Hashing begins at once: it needs neither the password nor the index.
  if (!options.triage) hasher = TRY(EvidenceHasher::start(evidence.path, spool.path(), options.workers));
  reporter.hasher = hasher.get();
  std::unique_ptr<Container> container = TRY(open_container(runner, std::move(evidence),
                                                            {.password = std::move(options.password),
                                                             .identity = std::move(options.identity),
                                                             .ask = options.ask_password},
                                                            spool.path()));

  CaseStore store = TRY(CaseStore::create(options.case_folder, catalogue()));
  Journal journal = TRY(Journal::create(case_journal_path(options.case_folder)));
  TRY(journal.add("begun", [&](JsonWriter& json) {
    json.member("program", options.program_version)
        .member("program_sha256", options.program_sha256)
        .member("triage", options.triage);
  }));
  std::optional<GivenRules> rules;
  if (!options.yara.empty()) rules = TRY(compile_rules(runner, options.yara, spool.path()));
  Plan plan = TRY(make_plan(*container, catalogue(), rules ? std::move(rules->compiled) : Fd{}));
  reporter.phase("unpacking");
  TRY(container->prepare(runner, plan));
  TRY(store_container(store, *container));

  reporter.phase("reading");
  reporter.tasks = plan.tasks.size();
  TRY(run_plan(runner, *container, plan, store, spool.path(), options.workers,
               [&](std::uint64_t done) { reporter.done = done; }));

  TRY(derive(store));

  // Matching needs the records only, and leaves a processor to what is still being hashed.
  reporter.phase("matching");
  Matched matched = TRY(match_revision(store, options.indicators));

  reporter.phase("hashing");
  if (hasher)
    TRY(hasher->finish([&](std::span<const EvidenceFile> files) { return store.add_evidence_files(files); }));
  else
    TRY(hash_what_was_read(store, *container));
  reporter.hasher = nullptr;
  TRY(add_evidence_coverage(store, *container, plan, options.triage));
  if (rules) TRY(add_rules_coverage(store, std::move(rules->coverage), plan));
  TRY(add_absent_artefacts(store, catalogue(), *container));
  TRY(journal_tasks(store, journal));

  ExaminationFacts facts{.program_version = options.program_version,
                         .program_sha256 = options.program_sha256,
                         .container = std::string(container->kind()),
                         .triage = options.triage};
  facts.evidence_files =
      static_cast<std::uint64_t>(TRY(store.database().number("SELECT count(*) FROM evidence_file")));
  facts.evidence_bytes =
      static_cast<std::uint64_t>(TRY(store.database().number("SELECT sum(size) FROM evidence_file")));
  facts.sandbox_missing = options.sandbox.missing();
  facts.landlock_abi = options.sandbox.landlock;
  TRY(store_facts(store, facts));

  reporter.phase("concluding");
  return conclude(store, journal, options.indicators, options.suppressions, options.custody, matched);
}

Result<Examined> conclude_case(CaseStore& store, Journal& journal, const IndicatorSet& indicators,
                               const SuppressionFile& suppressions,
                               const std::vector<CustodyWindow>& custody) {
  return conclude(store, journal, indicators, suppressions, custody, TRY(match_revision(store, indicators)));
}

}  // namespace bridle

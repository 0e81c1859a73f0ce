#include "engine/run_plan.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <numeric>
#include <thread>

#include "artefacts/catalogue.h"

namespace bridle {
namespace {

// A task that has begun, or could not begin: its coverage so far, and its batch when there is one to load.
struct Begun {
  bool known = false;
  Coverage coverage;
  Fd batch;
  bool ended = false;
  std::string trouble;  // of its worker, empty when it ended well
};

// In this order tasks begin and are loaded, whatever the number of workers: what takes longest is loaded
// while it is read.
std::vector<std::size_t> largest_first(const Plan& plan) {
  std::vector<std::size_t> order(plan.tasks.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](std::size_t i) {
    return std::pair(~plan.tasks[i].content.entry.recorded_size.value_or(UINT64_MAX), i);
  });
  return order;
}

// Loads batches in that order on its own thread, the only one that touches the case; the one in turn while
// its worker still writes it.
class Loader {
 public:
  Loader(CaseStore& store, const Plan& plan, std::span<const std::size_t> order)
      : store_(store), plan_(plan), order_(order), tasks_(plan.tasks.size()), thread_([this] { run(); }) {}

  void begin(std::size_t task, Coverage coverage, Fd batch) {
    std::lock_guard lock(mutex_);
    tasks_[task].known = true;
    tasks_[task].coverage = std::move(coverage);
    tasks_[task].batch = std::move(batch);
    changed_.notify_all();
  }
  void end(std::size_t task, std::string trouble) {
    std::lock_guard lock(mutex_);
    tasks_[task].ended = true;
    tasks_[task].trouble = std::move(trouble);
    changed_.notify_all();
  }
  // For all that have begun and will not end.
  void end_all(const std::string& trouble) {
    for (std::size_t i = 0; i < tasks_.size(); ++i)
      if (!tasks_[i].ended) end(i, trouble);
  }
  bool failed() {
    std::lock_guard lock(mutex_);
    return !result_;
  }
  Result<> finish() {
    thread_.join();
    return result_;
  }

 private:
  void run() {
    for (std::size_t i : order_) {
      Coverage coverage;
      Fd batch;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return tasks_[i].known; });
        coverage = std::move(tasks_[i].coverage);
        batch = std::move(tasks_[i].batch);
        if (!result_) continue;  // keep taking, so that nobody waits for us
      }
      auto loaded = load(i, std::move(coverage), std::move(batch));
      std::lock_guard lock(mutex_);
      if (!loaded) result_ = std::unexpected(loaded.error());
    }
  }

  Result<> load(std::size_t task, Coverage coverage, Fd batch) {
    if (!batch) return store_.add_coverage(coverage);
    bool looked_at_end = false;
    BatchFollow follow{.more =
                           [&] {
                             if (looked_at_end) return false;
                             std::unique_lock lock(mutex_);
                             changed_.wait_for(lock, std::chrono::milliseconds(5),
                                               [&] { return tasks_[task].ended; });
                             looked_at_end = tasks_[task].ended;
                             return true;
                           },
                       .trouble =
                           [&] {
                             std::unique_lock lock(mutex_);
                             changed_.wait(lock, [&] { return tasks_[task].ended; });
                             return tasks_[task].trouble;
                           }};
    const Artefact& artefact = *catalogue()[plan_.tasks[task].artefact];
    TRY(store_.load_batch(batch.get(), artefact, std::move(coverage), follow));
    return {};
  }

  CaseStore& store_;
  const Plan& plan_;
  std::span<const std::size_t> order_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Begun> tasks_;
  Result<> result_{};
  std::thread thread_;
};

Coverage failed(Coverage coverage, std::string reason) {
  coverage.status = CoverageStatus::failed;
  coverage.reason = std::move(reason);
  return coverage;
}

// Tasks are numbered in the plan's order, which is by artefact and path.
std::int64_t task_number(std::uint64_t index) {
  return static_cast<std::int64_t>(index) + 1;
}

struct Started {
  Coverage coverage;
  Fd batch;
};

// Opens what the task needs and hands it over. An Error is this task's own misfortune.
Result<Started> start(TaskRunner& runner, Container& container, const PlannedTask& planned,
                      std::uint64_t ticket, const std::string& spool, int rules) {
  Started started;
  started.coverage.task = task_number(ticket);
  started.coverage.artefact = catalogue()[planned.artefact]->id;
  started.coverage.path = planned.content.entry.path;
  Task task;
  task.artefact = planned.artefact;
  task.entry = planned.content.entry;
  OpenedEntry content = TRY(container.open(planned.content));
  started.coverage.stored_as = task.entry.stored_as = content.stored_as;
  task.content = std::move(content.task_file);
  Fd log;
  if (planned.wal) {
    auto opened = container.open(*planned.wal);
    auto facts = opened ? facts_of(opened->file) : fail(opened.error().fault, opened.error().message);
    if (!facts)
      started.coverage.notes.push_back("its write-ahead log could not be used: " + facts.error().message);
    else if (opened->task_file.range ? opened->task_file.range->size > 0 : facts->size > 0) {
      log = std::move(opened->file);
      task.wal = std::move(opened->task_file);
      task.has_wal = true;
    }
  }
  started.batch = TRY(unnamed_file(spool));
  Fd scratch = TRY(unnamed_file(spool));
  TRY(runner.start(ticket, task,
                   {.content = content.file.get(),
                    .wal = log.get(),
                    .extra = catalogue()[planned.artefact]->needs_rules ? rules : -1,
                    .output = started.batch.get(),
                    .scratch = scratch.get()}));
  return started;
}

}  // namespace

Result<> run_plan(TaskRunner& runner, Container& container, const Plan& plan, CaseStore& store,
                  const std::string& spool, unsigned workers,
                  const std::function<void(std::uint64_t done)>& progress) {
  const std::vector<std::size_t> order = largest_first(plan);
  Loader loader(store, plan, order);
  std::uint64_t done = 0, active = 0;
  Result<> lost;
  auto wait_for_one = [&]() -> Result<> {
    TaskEnd end = TRY(runner.next_end());
    --active;
    loader.end(end.ticket, end.trouble(Limits{}));
    progress(++done);
    return {};
  };
  for (std::size_t i : order) {
    while (lost && active >= workers) lost = wait_for_one();
    const PlannedTask& planned = plan.tasks[i];
    Coverage none{.task = task_number(i),
                  .artefact = std::string(catalogue()[planned.artefact]->id),
                  .path = planned.content.entry.path,
                  .stored_as = planned.content.entry.stored_as};
    if (!lost || loader.failed()) {
      loader.begin(i, failed(std::move(none), "not started"), Fd{});
      continue;
    }
    auto started = start(runner, container, planned, i, spool, plan.rules.get());
    if (started) {
      ++active;
      loader.begin(i, std::move(started->coverage), std::move(started->batch));
    } else {
      loader.begin(i, failed(std::move(none), started.error().message), Fd{});
      progress(++done);
    }
  }
  while (lost && active > 0) lost = wait_for_one();
  if (!lost) loader.end_all("was lost: the launcher of workers ended");
  auto loaded = loader.finish();
  TRY(lost);
  return loaded;
}

}  // namespace bridle

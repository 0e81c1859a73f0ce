#include <fmt/format.h>

#include "base/sqlite.h"
#include "findings/custody_sources.h"
#include "findings/custody_window.h"

namespace bridle {
namespace {

class Writer {
 public:
  Writer(CaseStore& store, std::int64_t revision) : store_(store), revision_(revision) {}

  Result<> add_window(std::int64_t number, const CustodyWindow& window) {
    window_ = number;
    position_ = 0;
    TRY(TRY(store_.database().prepare("INSERT INTO custody_window VALUES(?, ?, ?, ?, ?)"))
            .bind_all(revision_, number, window.begins.nanoseconds, window.ends.nanoseconds,
                      std::string_view(window.given))
            .run());
    for (const CustodySource& source : TRY(custody_sources(store_))) TRY(add_source(source, window));
    return add_others();
  }

 private:
  Result<> add_source(const CustodySource& source, const CustodyWindow& window) {
    // A begin of 0 stands for one that is not known: it is no earliest moment.
    auto select = TRY(store_.database().prepare(fmt::format(
        "SELECT k, count(*) FILTER (WHERE {}), count(*) FILTER (WHERE {}), count(*) FILTER (WHERE b IS "
        "NULL), min(nullif(b, 0)), max(e) FROM (SELECT {} AS k, {} AS b, {} AS e FROM {}) GROUP BY k ORDER "
        "BY k",
        certainly_inside, perhaps_inside, source.kind, source.begin, source.end, sql_name(source.table))));
    select.bind_all(window.begins.nanoseconds, window.ends.nanoseconds);
    while (TRY(select.step())) {
      auto insert = TRY(prepare_insert());
      insert.bind_all(revision_, window_, ++position_, std::string_view(source.table),
                      std::string_view(source.column), std::string_view(source.event), select.text(0),
                      select.integer(1), select.integer(2), select.integer(3));
      for (int at : {4, 5})
        select.is_null(at) ? insert.bind_null(at + 7) : insert.bind(at + 7, select.integer(at));
      TRY(insert.run());
    }
    return {};
  }
  // Sources whose records have no moment at all: of them nobody can say whether they changed.
  Result<> add_others() {
    auto tables = TRY(store_.database().prepare(
        "SELECT table_name FROM artefact WHERE table_name NOT IN (SELECT source FROM custody_source WHERE "
        "revision = ?1 AND window = ?2) ORDER BY table_name"));
    tables.bind_all(revision_, window_);
    std::vector<std::string> names;
    while (TRY(tables.step())) names.emplace_back(tables.text(0));
    for (const std::string& name : names) {
      auto rows = TRY(store_.database().number(fmt::format("SELECT count(*) FROM {}", sql_name(name))));
      if (rows == 0) continue;
      auto insert = TRY(prepare_insert());
      insert.bind_all(revision_, window_, ++position_, std::string_view(name), std::string_view(),
                      std::string_view(), std::string_view(), std::int64_t{0}, std::int64_t{0}, rows);
      TRY(insert.bind_null(11).bind_null(12).run());
    }
    return {};
  }
  Result<Statement> prepare_insert() {
    return store_.database().prepare("INSERT INTO custody_source VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  }

  CaseStore& store_;
  std::int64_t revision_, window_ = 0, position_ = 0;
};

}  // namespace

Result<> store_custody(CaseStore& store, std::vector<CustodyWindow> windows, std::int64_t revision) {
  if (windows.empty()) windows = TRY(custody_windows(store, revision - 1));
  if (windows.empty()) return {};
  TRY(store.database().run("BEGIN"));
  Writer writer(store, revision);
  std::int64_t number = 0;
  for (const CustodyWindow& window : windows) TRY(writer.add_window(++number, window));
  return store.database().run("COMMIT");
}

Result<std::vector<CustodyWindow>> custody_windows(const CaseStore& store, std::int64_t revision) {
  auto select = TRY(store.database().prepare(
      "SELECT begins, ends, given FROM custody_window WHERE revision = ? ORDER BY number"));
  select.bind(1, revision);
  std::vector<CustodyWindow> windows;
  while (TRY(select.step()))
    windows.push_back({{select.integer(0)}, {select.integer(1)}, std::string(select.text(2))});
  return windows;
}

}  // namespace bridle

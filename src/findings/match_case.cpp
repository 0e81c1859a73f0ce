#include "findings/match_case.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "findings/match_patterns.h"
#include "findings/store_indicators.h"
#include "indicators/matcher.h"
#include "records/field_observable.h"

namespace bridle {
namespace {

// In a listing of files, as in one of programs, a part of a path may be the name of an indicated process: the
// file of a program that never showed itself running is all that is left of it.
bool may_name_programs(const Column& column) {
  return column.relation_to_value == Relation::executed || column.relation_to_value == Relation::on_disk;
}

// How one column's values are looked up.
struct Look {
  const Column& column;
  std::optional<ObservableType> fixed;  // nothing: an e-mail address or a phone number, by its look
};

Relation relation_named(std::string_view text, Relation otherwise) {
  auto found = std::ranges::find(relation_names, text);
  return found == std::end(relation_names) ? otherwise
                                           : static_cast<Relation>(found - std::begin(relation_names));
}

// Writes matches as they are met; the set's indicators are stored once, when first met.
class Writer {
 public:
  static Result<Writer> make(CaseStore& store, const IndicatorSet& set, std::int64_t revision) {
    auto insert =
        TRY(store.database().prepare("INSERT INTO match VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    return Writer(std::move(insert), IndicatorWriter(store, set, revision), revision);
  }

  Result<> add(const Hit& hit, const TableSchema& table, std::int64_t record, const Column& column,
               std::string_view type, std::string_view value, std::string_view form, Relation relation,
               std::optional<std::int64_t> time) {
    std::int64_t indicator = TRY(indicators_.stored(hit.indicator));
    insert_.bind_all(revision_, indicator, table.name, record, column.name, type, value, form,
                     name(hit.grade), name(relation));
    if (time)
      insert_.bind(11, *time);
    else
      insert_.bind_null(11);
    ++count_;
    return insert_.run();
  }
  std::int64_t count() const { return count_; }

 private:
  Writer(Statement insert, IndicatorWriter indicators, std::int64_t revision)
      : insert_(std::move(insert)), indicators_(std::move(indicators)), revision_(revision) {}
  Statement insert_;
  IndicatorWriter indicators_;
  std::int64_t revision_, count_ = 0;
};

// The SELECT list that goes with every observable: its record's own time and relation, NULL where it has
// none.
std::string context_columns(const TableSchema& table) {
  const Column* time = time_column(table);
  const Column* relation = relation_column(table);
  return fmt::format("{}, {}", time ? sql_name(time->name) : "NULL",
                     relation ? sql_name(relation->name) : "NULL");
}

// One pass over a table, whatever the number of its columns: reading rows costs more than looking values up.
Result<> match_table(const CaseStore& store, const Artefact& artefact, const Matcher& matcher,
                     Writer& writer) {
  const TableSchema& table = *artefact.table;
  std::vector<Look> looks;
  std::string columns;
  for (const Column& column : table.columns) {
    auto fixed = observable_of(column.type);
    if (!fixed && column.type != FieldType::handle) continue;
    looks.push_back({column, fixed});
    columns += ", " + sql_name(column.name);
  }
  if (looks.empty()) return {};
  auto select = TRY(store.database().prepare(
      fmt::format("SELECT id, {}{} FROM {}", context_columns(table), columns, sql_name(table.name))));
  std::vector<Hit> hits;
  while (TRY(select.step())) {
    for (std::size_t i = 0; i < looks.size(); ++i) {
      const auto& [column, fixed] = looks[i];
      int at = static_cast<int>(i) + 3;
      if (select.is_null(at)) continue;
      std::string_view value = select.text(at);
      ObservableType type = fixed ? *fixed : observable_of_handle(value);
      hits.clear();
      matcher.match(type, value,
                    {.platform = artefact.platform,
                     .name_limit = column.name_limit,
                     .executables = may_name_programs(column)},
                    hits);
      for (const Hit& hit : hits) {
        Relation relation = relation_named(select.text(2), column.relation_to_value);
        auto time = select.is_null(1) ? std::nullopt : std::optional(select.integer(1));
        TRY(writer.add(hit, table, select.integer(0), column, name(type), value, "plain", relation, time));
      }
    }
  }
  return {};
}

Result<> match_mined(const CaseStore& store, const Artefact& artefact, const Matcher& matcher,
                     Writer& writer) {
  const TableSchema& table = *artefact.table;
  auto select =
      TRY(store.database().prepare(fmt::format("SELECT m.record, m.value, m.type, m.form, m.column_name, {} "
                                               "FROM mined m JOIN {} r ON r.id = m.record WHERE m.source = ?",
                                               context_columns(table), sql_name(table.name))));
  select.bind(1, table.name);
  std::vector<Hit> hits;
  while (TRY(select.step())) {
    hits.clear();
    auto kind = std::ranges::find(observable_type_names, select.text(2));
    auto column = column_index(table, select.text(4));
    if (kind == std::end(observable_type_names) || !column) continue;
    auto type = static_cast<ObservableType>(kind - std::begin(observable_type_names));
    matcher.match(type, select.text(1), {.platform = artefact.platform}, hits);
    for (const Hit& hit : hits) {
      const Column& where = table.columns[*column];
      Relation relation = relation_named(select.text(6), where.relation_to_value);
      auto time = select.is_null(5) ? std::nullopt : std::optional(select.integer(5));
      TRY(writer.add(hit, table, select.integer(0), where, name(type), select.text(1), select.text(3),
                     relation, time));
    }
  }
  return {};
}

}  // namespace

Result<std::int64_t> match_case(CaseStore& store, std::span<const Artefact* const> artefacts,
                                const IndicatorSet& set, std::int64_t revision) {
  TRY(store.database().run("BEGIN"));
  TRY(store_load_report(store, set.report, revision));
  TRY(store_withdrawals(store, set, revision));
  Matcher matcher(set);
  auto writer = TRY(Writer::make(store, set, revision));
  for (const Artefact* artefact : artefacts) {
    if (set.indicators.empty()) break;
    TRY(match_table(store, *artefact, matcher, writer));
    TRY(match_mined(store, *artefact, matcher, writer));
  }
  std::int64_t by_conditions = TRY(match_patterns(store, artefacts, set, revision));
  TRY(store.database().run("COMMIT"));
  return writer.count() + by_conditions;
}

}  // namespace bridle

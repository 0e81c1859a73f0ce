#include "findings/record_values.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "records/field_observable.h"

namespace bridle {
namespace {

std::optional<ObservableType> type_named(std::string_view text) {
  auto found = std::ranges::find(observable_type_names, text);
  if (found == std::end(observable_type_names)) return std::nullopt;
  return static_cast<ObservableType>(found - std::begin(observable_type_names));
}

std::optional<Relation> relation_named(std::string_view text) {
  auto found = std::ranges::find(relation_names, text);
  if (found == std::end(relation_names)) return std::nullopt;
  return static_cast<Relation>(found - std::begin(relation_names));
}

}  // namespace

Result<RecordReader> RecordReader::open(const CaseStore& store, const Artefact& artefact) {
  const TableSchema& table = *artefact.table;
  const Column* time = time_column(table);
  const Column* relation = relation_column(table);
  std::string columns = fmt::format("{}, {}", time ? sql_name(time->name) : "NULL",
                                    relation ? sql_name(relation->name) : "NULL");
  std::vector<Look> looks;
  for (const Column& column : table.columns) {
    auto fixed = observable_of(column.type);
    if (!fixed && column.type != FieldType::handle) continue;
    looks.push_back({&column, fixed});
    columns += ", " + sql_name(column.name);
  }
  auto rows = TRY(store.database().prepare(
      fmt::format("SELECT id, {} FROM {} ORDER BY id", columns, sql_name(table.name))));
  auto mined = TRY(store.database().prepare(
      "SELECT record, value, type, form, column_name FROM mined WHERE source = ? ORDER BY record, id"));
  mined.bind(1, table.name);
  return RecordReader(artefact, std::move(looks), std::move(rows), std::move(mined));
}

void RecordReader::add(CaseRecord& record, RecordValue value) const {
  if (record.values.size() >= record_value_limit) {
    record.cut = true;
    return;
  }
  record.values.push_back(std::move(value));
}

/// Both statements run in order of records, so the mined values of one stand together.
Result<> RecordReader::add_mined(CaseRecord& record, std::optional<Relation> relation) {
  for (; !mined_ended_; mined_waits_ = false) {
    if (!mined_waits_ && !TRY(mined_.step())) {
      mined_ended_ = true;
      break;
    }
    mined_waits_ = true;
    if (mined_.integer(0) > record.id) break;
    auto type = type_named(mined_.text(2));
    auto column = column_index(*artefact_->table, mined_.text(4));
    if (mined_.integer(0) < record.id || !type || !column) continue;
    const Column& where = artefact_->table->columns[*column];
    add(record, {*type,
                 std::string(mined_.text(1)),
                 &where,
                 std::string(mined_.text(3)),
                 relation.value_or(where.relation_to_value),
                 {.platform = artefact_->platform}});
  }
  return {};
}

Result<bool> RecordReader::next(CaseRecord& record) {
  while (TRY(rows_.step())) {
    record.id = rows_.integer(0);
    record.time = rows_.is_null(1) ? std::nullopt : std::optional(rows_.integer(1));
    record.values.clear();
    record.cut = false;
    auto relation = relation_named(rows_.text(2));
    for (std::size_t i = 0; i < looks_.size(); ++i) {
      const auto& [column, fixed] = looks_[i];
      int at = static_cast<int>(i) + 3;
      if (rows_.is_null(at)) continue;
      std::string value(rows_.text(at));
      ObservableType type = fixed ? *fixed : observable_of_handle(value);
      MatchContext context{.platform = artefact_->platform,
                           .name_limit = column->name_limit,
                           .executables = column->relation_to_value == Relation::executed};
      add(record,
          {type, std::move(value), column, "plain", relation.value_or(column->relation_to_value), context});
    }
    TRY(add_mined(record, relation));
    if (!record.values.empty()) return true;
  }
  return false;
}

}  // namespace bridle

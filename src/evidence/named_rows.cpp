#include "evidence/named_rows.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "evidence/sqlite_schema.h"

namespace bridle {
namespace {

constexpr std::size_t bytes_shown = 64 * 1024;

bool lower_less(std::string_view a, std::string_view b) {
  return std::ranges::lexicographical_compare(
      a, b, {}, [](char c) { return to_lower_ascii(c); }, [](char c) { return to_lower_ascii(c); });
}

bool is_number(SqliteType type) {
  return type == SqliteType::integer || type == SqliteType::real;
}

// False for what says nothing: NULL, 0 and "".
bool write_value(JsonWriter& out, std::string_view name, const Query& row, int column) {
  SqliteType type = row.type(column);
  switch (type) {
    case SqliteType::null:
      return false;
    case SqliteType::integer:
      if (auto value = row.integer(column, type); *value == 0)
        return false;
      else
        out.member(name, *value);
      return true;
    case SqliteType::real:
      if (row.real(column) == 0.0) return false;
      out.member(name, *row.real(column));
      return true;
    case SqliteType::text:
      if (row.text(column)->empty()) return false;
      out.member(name, *row.text(column));
      return true;
    case SqliteType::blob:
      Bytes bytes = *row.blob(column);
      if (bytes.empty()) return false;
      if (bytes.size() <= bytes_shown) {
        out.member(name, to_base64(bytes));
      } else {
        out.key(name).object().member("bytes", static_cast<std::uint64_t>(bytes.size()));
        out.member("first", to_base64(bytes.first(bytes_shown))).end();
      }
      return true;
  }
  return false;
}

}  // namespace

Result<NamedRows> NamedRows::open(const SqliteView& db, std::string_view table) {
  TRY(db.require(table, {}));
  std::vector<std::string> names = db.columns(table);
  std::vector<std::string_view> wanted(names.begin(), names.end());
  return NamedRows(TRY(db.scan(table, wanted)), std::move(names));
}

Result<NamedRows> NamedRows::open(const SqliteView& db, std::string_view table,
                                  std::span<const std::string_view> columns) {
  TRY(db.require(table, {}));
  std::vector<std::string> names;
  for (std::string_view column : columns)
    if (db.has_column(table, column)) names.emplace_back(column);
  std::vector<std::string_view> wanted(names.begin(), names.end());
  return NamedRows(TRY(db.scan(table, wanted)), std::move(names));
}

NamedRows::NamedRows(TableScan scan, std::vector<std::string> names)
    : scan_(std::move(scan)), names_(std::move(names)), taken_(names_.size()) {
  for (std::size_t i = 0; i < names_.size(); ++i)
    sorted_.emplace_back(to_lower_ascii(names_[i]), static_cast<int>(i));
  std::ranges::sort(sorted_);
}

Result<bool> NamedRows::step() {
  taken_.assign(names_.size(), false);
  next_asked_ = 0;
  return scan_.step();
}

int NamedRows::find(std::string_view column) const {
  constexpr std::size_t most = 256;  // a reader that asks more often in one row does without
  if (next_asked_ == most) return find_by_name(column);
  if (next_asked_ == asked_.size()) asked_.push_back({std::string(column), find_by_name(column)});
  // What was asked only of some rows is passed over.
  constexpr std::size_t ahead = 8;
  for (std::size_t i = next_asked_; i < std::min(next_asked_ + ahead, asked_.size()); ++i) {
    if (asked_[i].column != column) continue;
    next_asked_ = i + 1;
    return asked_[i].index;
  }
  Asked& here = asked_[next_asked_++];
  here = {std::string(column), find_by_name(column)};
  return here.index;
}

int NamedRows::find_by_name(std::string_view column) const {
  auto found = std::ranges::lower_bound(sorted_, column, lower_less,
                                        [](const auto& entry) -> std::string_view { return entry.first; });
  if (found == sorted_.end() || lower_less(column, found->first)) return -1;
  return found->second;
}

NamedRows::Taken NamedRows::take(std::string_view column, bool (*fits)(SqliteType)) {
  int index = find(column);
  if (index < 0) return {};
  SqliteType type = scan_.row().type(index);
  if (!fits(type)) return {};
  taken_[static_cast<std::size_t>(index)] = true;
  return {index, type};
}

std::optional<std::int64_t> NamedRows::integer(std::string_view column) {
  auto [index, type] = take(column, is_number);
  if (index < 0) return std::nullopt;
  auto value = scan_.row().integer(index, type);
  if (!value) taken_[static_cast<std::size_t>(index)] = false;  // a real with a fraction
  return value;
}

std::optional<bool> NamedRows::boolean(std::string_view column) {
  auto value = integer(column);
  return value ? std::optional(*value != 0) : std::nullopt;
}

std::optional<double> NamedRows::real(std::string_view column) {
  int index = take(column, is_number).index;
  return index < 0 ? std::nullopt : scan_.row().real(index);
}

std::optional<std::string_view> NamedRows::text_in(std::string_view column) {
  auto [index, type] =
      take(column, [](SqliteType stored) { return stored == SqliteType::text || is_number(stored); });
  return index < 0 ? std::nullopt : scan_.row().text(index, type);
}

std::optional<std::string_view> NamedRows::text_or_bytes(std::string_view column) {
  auto [index, type] = take(column, [](SqliteType stored) { return stored != SqliteType::null; });
  return index < 0 ? std::nullopt : scan_.row().text(index, type);
}

std::optional<Bytes> NamedRows::blob(std::string_view column) {
  auto [index, type] = take(column, [](SqliteType stored) { return stored == SqliteType::blob; });
  return index < 0 ? std::nullopt : scan_.row().blob(index, type);
}

std::optional<Time> NamedRows::time(std::string_view column, Result<Time> (*convert)(std::int64_t)) {
  auto value = integer(column);
  if (!value || *value == 0) return std::nullopt;
  auto time = time_or_nothing(convert(*value));
  if (!time) give_back(column);
  return time;
}

std::optional<Time> NamedRows::time(std::string_view column, Result<Time> (*convert)(double)) {
  auto value = real(column);
  if (!value || *value == 0.0) return std::nullopt;
  auto time = time_or_nothing(convert(*value));
  if (!time) give_back(column);
  return time;
}

void NamedRows::give_back(std::string_view column) {
  if (int index = find_by_name(column); index >= 0) taken_[static_cast<std::size_t>(index)] = false;
}

std::optional<std::string_view> NamedRows::others_as_json() {
  JsonWriter out(false);
  out.object();
  bool any = false;
  for (std::size_t i = 0; i < names_.size(); ++i)
    if (!taken_[i] && !same_identifier(names_[i], "rowid"))
      any |= write_value(out, names_[i], scan_.row(), static_cast<int>(i));
  if (!any) return std::nullopt;
  others_ = out.end().take();
  return others_;
}

}  // namespace bridle

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
  switch (row.type(column)) {
    case SqliteType::null:
      return false;
    case SqliteType::integer:
      if (row.integer(column) == 0) return false;
      out.member(name, *row.integer(column));
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

NamedRows::NamedRows(TableScan scan, std::vector<std::string> names)
    : scan_(std::move(scan)), names_(std::move(names)), taken_(names_.size()) {
  for (std::size_t i = 0; i < names_.size(); ++i)
    sorted_.emplace_back(to_lower_ascii(names_[i]), static_cast<int>(i));
  std::ranges::sort(sorted_);
}

Result<bool> NamedRows::step() {
  taken_.assign(names_.size(), false);
  return scan_.step();
}

int NamedRows::find(std::string_view column) const {
  auto found = std::ranges::lower_bound(sorted_, column, lower_less,
                                        [](const auto& entry) -> std::string_view { return entry.first; });
  if (found == sorted_.end() || lower_less(column, found->first)) return -1;
  return found->second;
}

int NamedRows::take(std::string_view column, bool (*fits)(SqliteType)) {
  int index = find(column);
  if (index < 0 || !fits(scan_.row().type(index))) return -1;
  taken_[static_cast<std::size_t>(index)] = true;
  return index;
}

std::optional<std::int64_t> NamedRows::integer(std::string_view column) {
  int index = take(column, is_number);
  if (index < 0) return std::nullopt;
  auto value = scan_.row().integer(index);
  if (!value) give_back(column);  // a real with a fraction
  return value;
}

std::optional<bool> NamedRows::boolean(std::string_view column) {
  auto value = integer(column);
  return value ? std::optional(*value != 0) : std::nullopt;
}

std::optional<double> NamedRows::real(std::string_view column) {
  int index = take(column, is_number);
  return index < 0 ? std::nullopt : scan_.row().real(index);
}

std::optional<std::string_view> NamedRows::text_in(std::string_view column) {
  int index = take(column, [](SqliteType type) { return type == SqliteType::text || is_number(type); });
  return index < 0 ? std::nullopt : scan_.row().text(index);
}

std::optional<std::string_view> NamedRows::text_or_bytes(std::string_view column) {
  int index = take(column, [](SqliteType type) { return type != SqliteType::null; });
  return index < 0 ? std::nullopt : scan_.row().text(index);
}

std::optional<Bytes> NamedRows::blob(std::string_view column) {
  int index = take(column, [](SqliteType type) { return type == SqliteType::blob; });
  return index < 0 ? std::nullopt : scan_.row().blob(index);
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
  if (int index = find(column); index >= 0) taken_[static_cast<std::size_t>(index)] = false;
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

#include "evidence/table_reader.h"

#include <algorithm>
#include <cmath>

#include "base/json.h"
#include "base/text.h"

namespace bridle {

Result<TableReader> TableReader::open(const SqliteView& db, std::string_view table,
                                      std::initializer_list<std::string_view> wanted) {
  TRY(db.require(table, {}));
  std::vector<std::string_view> selected;
  std::vector<int> places;
  for (std::string_view name : wanted) {
    places.push_back(db.has_column(table, name) ? static_cast<int>(selected.size()) : -1);
    if (places.back() >= 0) selected.push_back(name);
  }
  std::vector<std::string> rest;
  for (std::string& name : db.columns(table)) {
    auto same = [&](std::string_view other) { return to_lower_ascii(name) == to_lower_ascii(other); };
    if (std::ranges::none_of(wanted, same)) rest.push_back(std::move(name));
  }
  auto first_rest = static_cast<int>(selected.size());
  selected.insert(selected.end(), rest.begin(), rest.end());
  if (selected.empty()) return fail(Fault::unsupported, "a table without columns");
  auto scan = TRY(db.scan(table, selected));
  return TableReader(std::move(scan), std::move(places), std::move(rest), first_rest);
}

std::optional<std::int64_t> TableReader::integer(std::size_t column) const {
  if (!has(column)) return std::nullopt;
  return scan_.row().integer(places_[column]);
}

std::optional<double> TableReader::real(std::size_t column) const {
  if (!has(column)) return std::nullopt;
  return scan_.row().real(places_[column]);
}

std::optional<std::string_view> TableReader::text(std::size_t column) const {
  if (!has(column)) return std::nullopt;
  return scan_.row().text(places_[column]);
}

std::optional<std::string_view> TableReader::some_text(std::size_t column) const {
  auto value = text(column);
  return value && !value->empty() ? value : std::nullopt;
}

std::optional<Bytes> TableReader::blob(std::size_t column) const {
  if (!has(column)) return std::nullopt;
  return scan_.row().blob(places_[column]);
}

std::optional<std::int64_t> TableReader::count(std::size_t column) const {
  if (auto whole = integer(column)) return whole;
  auto value = real(column);
  if (!value || !(std::abs(*value) < 9.0e18)) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

std::optional<bool> TableReader::truth(std::size_t column) const {
  auto value = integer(column);
  if (!value) return std::nullopt;
  return *value != 0;
}

std::optional<Time> TableReader::cocoa_time(std::size_t column) const {
  auto seconds = real(column);
  if (!seconds || *seconds == 0) return std::nullopt;
  return time_or_nothing(time_from_cocoa_seconds(*seconds));
}

std::string TableReader::others() const {
  JsonWriter json(false);
  json.object();
  bool any = false;
  for (std::size_t i = 0; i < rest_.size(); ++i) {
    const Query& row = scan_.row();
    int at = first_rest_ + static_cast<int>(i);
    auto type = row.type(at);
    if (type == SqliteType::null) continue;
    if (type == SqliteType::integer || type == SqliteType::real) {
      if (row.real(at).value_or(0) == 0) continue;
      json.key(rest_[i]);
      auto whole = row.integer(at);
      whole ? json.value(*whole) : json.value(row.real(at).value_or(0));
    } else {
      Bytes bytes = row.blob(at).value_or(Bytes{});
      if (bytes.empty()) continue;
      bytes = bytes.first(std::min(bytes.size(), others_limit));
      json.key(rest_[i]);
      type == SqliteType::blob ? json.value(to_base64(bytes)) : json.value(as_text(bytes));
    }
    any = true;
  }
  return any ? json.end().take() : std::string();
}

}  // namespace bridle

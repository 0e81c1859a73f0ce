#include "report/mvt_row.h"

#include <simdjson.h>

namespace bridle::mvt {

Row::Row(const Statement& statement) : statement_(&statement) {
  for (int i = 0; i < statement.columns(); ++i) columns_.emplace(statement.column_name(i), i);
}

std::optional<int> Row::find(std::string_view column) const {
  auto found = columns_.find(column);
  if (found == columns_.end() || statement_->is_null(found->second)) return std::nullopt;
  return found->second;
}

bool Row::is_null(std::string_view column) const {
  return !find(column);
}

std::string_view Row::text(std::string_view column) const {
  auto at = find(column);
  return at ? statement_->text(*at) : std::string_view{};
}

std::optional<std::int64_t> Row::integer(std::string_view column) const {
  auto at = find(column);
  return at ? std::optional(statement_->integer(*at)) : std::nullopt;
}

std::optional<Time> Row::time(std::string_view column) const {
  auto value = integer(column);
  return value ? std::optional(Time{*value}) : std::nullopt;
}

std::string Row::moment(std::string_view column) const {
  auto at = time(column);
  return at ? to_mvt_time(*at) : std::string();
}

void Row::put(JsonWriter& json, std::string_view key, std::string_view column) const {
  json.key(key);
  auto at = find(column);
  if (!at) {
    json.null();
    return;
  }
  switch (statement_->type(*at)) {
    case Statement::Type::integer:
      json.value(statement_->integer(*at));
      break;
    case Statement::Type::real:
      json.value(statement_->real(*at));
      break;
    case Statement::Type::blob:
      json.value(to_base64(statement_->blob(*at)));
      break;
    default:
      json.value(statement_->text(*at));
  }
}

void Row::put_moment(JsonWriter& json, std::string_view key, std::string_view column) const {
  json.member(key, moment(column));
}

void Row::put_cocoa(JsonWriter& json, std::string_view key, std::string_view column) const {
  json.key(key);
  if (auto at = time(column))
    json.value(static_cast<double>(at->nanoseconds) / 1e9 - static_cast<double>(cocoa_epoch));
  else
    json.null();
}

void Row::put_json(JsonWriter& json, std::string_view key, std::string_view column) const {
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  simdjson::padded_string padded(text(column));
  json.key(key);
  if (is_null(column))
    json.null();
  else if (parser.parse(padded).get(element) == simdjson::SUCCESS)
    json.raw(simdjson::minify(element));
  else
    json.value(text(column));
}

void Row::put_members(JsonWriter& json, std::string_view column) const {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  simdjson::padded_string padded(text(column));
  if (is_null(column) || parser.parse(padded).get(object) != simdjson::SUCCESS) return;
  for (auto [key, value] : object) json.key(key).raw(simdjson::minify(value));
}

std::vector<std::string> Row::list(std::string_view column) const {
  std::vector<std::string> texts;
  simdjson::dom::parser parser;
  simdjson::dom::array array;
  simdjson::padded_string padded(text(column));
  if (is_null(column) || parser.parse(padded).get(array) != simdjson::SUCCESS) return texts;
  for (simdjson::dom::element item : array)
    if (std::string_view value; item.get(value) == simdjson::SUCCESS) texts.emplace_back(value);
  return texts;
}

}  // namespace bridle::mvt

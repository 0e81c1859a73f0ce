#include "cases/rows_as_json.h"

namespace bridle {

Result<> rows_as_json(const Database& database, JsonWriter& json, std::string_view sql, std::int64_t number) {
  auto select = TRY(database.prepare(sql));
  if (number != 0) select.bind(1, number);
  json.array();
  while (TRY(select.step())) {
    json.object();
    for (int i = 0; i < select.columns(); ++i) {
      json.key(select.column_name(i));
      switch (select.type(i)) {
        case Statement::Type::null:
          json.null();
          break;
        case Statement::Type::integer:
          json.value(select.integer(i));
          break;
        case Statement::Type::real:
          json.value(select.real(i));
          break;
        default:
          json.value(select.text(i));
      }
    }
    json.end();
  }
  json.end();
  return {};
}

Result<> pairs_as_json(const Database& database, JsonWriter& json, std::string_view sql) {
  auto select = TRY(database.prepare(sql));
  json.object();
  while (TRY(select.step())) json.member(select.text(0), select.text(1));
  json.end();
  return {};
}

}  // namespace bridle

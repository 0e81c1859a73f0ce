#include "evidence/sqlite_schema.h"

#include <algorithm>

#include "base/text.h"

namespace bridle {

std::string quoted(std::string_view identifier) {
  std::string text = "\"";
  for (char c : identifier) {
    if (c == '"') text += '"';
    text += c;
  }
  return text += '"';
}

bool same_identifier(std::string_view left, std::string_view right) {
  return std::ranges::equal(
      left, right, {}, [](char c) { return to_lower_ascii(c); }, [](char c) { return to_lower_ascii(c); });
}

std::string rowid_name(const std::vector<std::string>& columns) {
  for (std::string_view name : {"rowid", "_rowid_", "oid"})
    if (std::ranges::none_of(columns,
                             [&](const std::string& column) { return same_identifier(column, name); }))
      return std::string(name);
  return {};
}

}  // namespace bridle

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bridle {

/// What a database's schema says of one ordinary table. Names are compared without regard to ASCII case.
struct SqliteTable {
  std::string name;
  std::uint32_t root_page = 0;
  std::vector<std::string> columns;  ///< in their order; hidden ones left out
  std::string rowid;                 ///< a name that means the rowid here; empty when the table has none
};

/// An identifier as it may stand in SQL: in double quotes, inner ones doubled.
std::string quoted(std::string_view identifier);

/// Whether two identifiers name the same thing to SQLite.
bool same_identifier(std::string_view left, std::string_view right);

/// A name under which the rowid can be asked for although columns may take some of its names; empty when none
/// is left.
std::string rowid_name(const std::vector<std::string>& columns);

}  // namespace bridle

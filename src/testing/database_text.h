#pragma once

#include <string>
#include <utility>

#include "testing/sqlite_builder.h"

namespace bridle::testing {

/// The bytes of a database made by some SQL; the builder's complaint when that was wrong, which no reader
/// takes for a database.
inline std::string database_of(const std::string& sql) {
  auto built = SqliteBuilder().run(sql).build();
  return built ? std::string(as_text(built->main)) : built.error().message;
}
/// The same with a second piece of SQL that stands in the write-ahead log only: main file and log.
inline std::pair<std::string, std::string> database_with_wal(const std::string& sql,
                                                             const std::string& logged) {
  auto built = SqliteBuilder().run(sql).into_wal().run(logged).build();
  if (!built) return {built.error().message, {}};
  return {std::string(as_text(built->main)), std::string(as_text(built->wal))};
}

}  // namespace bridle::testing

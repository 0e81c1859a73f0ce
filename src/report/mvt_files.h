#pragma once

#include <string>
#include <string_view>

#include "base/file.h"
#include "base/sqlite.h"
#include "report/mvt_row.h"

namespace bridle::mvt {

/// A new file that grows; nothing of it is kept in memory but the last piece.
class OutFile {
 public:
  /// Faults: io (it exists, or cannot be made).
  static Result<OutFile> make(const std::string& folder, std::string_view name);
  Result<> add(std::string_view text);
  Result<> finish();

 private:
  explicit OutFile(Fd fd) : fd_(std::move(fd)) {}
  Fd fd_;
  std::string piece_;
};

/// A JSON array, one element a line; the file is made with its first element.
class ArrayFile {
 public:
  /// With `as_members` the file is one object instead, made of the members of the objects given.
  ArrayFile(std::string folder, std::string name, bool as_members = false)
      : folder_(std::move(folder)), name_(std::move(name)), as_members_(as_members) {}
  Result<> add(std::string_view json);
  Result<> finish();

 private:
  std::string folder_, name_;
  bool as_members_;
  std::optional<OutFile> file_;
};

/// Collects the events of all modules and gives them back in order of time, doubles of one module once. Kept
/// in a database without a name, so that a million of them need no memory.
class EventStore {
 public:
  static Result<EventStore> make();
  Result<> add(std::string_view plugin, const Event& event);
  /// Writes timeline.csv when there is any event.
  Result<> write(const std::string& folder);

 private:
  EventStore(Database database, Statement insert)
      : database_(std::move(database)), insert_(std::move(insert)) {}
  Database database_;
  Statement insert_;
};

}  // namespace bridle::mvt

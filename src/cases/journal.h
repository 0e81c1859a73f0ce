#pragma once

#include <string>
#include <string_view>

#include "base/file.h"
#include "base/json.h"

namespace bridle {

/// The hash chain of a case: one JSON object a line, each with the SHA-256 of the line before it, so that no
/// line can be changed, dropped or moved without breaking all that follow. Holds no clock time: those are in
/// run.json.
class Journal {
 public:
  /// Begins the journal of a new case. Faults: io.
  static Result<Journal> create(const std::string& path);
  /// Goes on with an existing one. Faults: io, malformed (its chain is broken: the case is not what it was).
  static Result<Journal> resume(const std::string& path);

  /// Appends a line; `write` adds the event's own members. Faults: io.
  template <class Write>
  Result<> add(std::string_view event, Write write) {
    JsonWriter json(false);
    begin(json, event);
    write(json);
    json.end();
    return append(json.take());
  }

 private:
  Journal(Fd file, std::string last, std::int64_t number)
      : file_(std::move(file)), last_(std::move(last)), number_(number) {}
  void begin(JsonWriter& json, std::string_view event);
  Result<> append(std::string line);

  Fd file_;
  std::string last_;  // SHA-256 of the last line
  std::int64_t number_ = 0;
};

/// Walks a journal. Gives the number of lines and the SHA-256 of the last one.
struct JournalChain {
  std::int64_t lines = 0;
  std::string last_sha256;
};
/// Faults: malformed, naming the first line that does not fit; io.
Result<JournalChain> check_journal(const std::string& path);

}  // namespace bridle

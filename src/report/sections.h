#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "findings/verdict.h"
#include "report/html_writer.h"

namespace bridle {

/// What every section of the report is written from.
struct Report {
  const CaseStore& store;
  std::int64_t revision;
  Verdict verdict;
  std::map<std::string, std::string, std::less<>> device, examination;
  Html& html;

  const Database& database() const { return store.database(); }
  /// The number that a SELECT gives; ?1 in it is the revision.
  Result<std::int64_t> number(std::string_view sql) const;
  /// A SELECT ready to step; ?1 in it, when it is there, is the revision.
  Result<Statement> rows(std::string_view sql) const;
  std::string_view device_fact(std::string_view key) const;
  std::string_view examination_fact(std::string_view key) const;
};

/// How many kinds of trace such evidence can hold, and what became of them; and how many it cannot hold.
struct TraceCounts {
  std::int64_t all = 0, whole = 0, in_part = 0, absent = 0, unread = 0, not_held = 0;
  std::int64_t read() const { return whole + in_part; }
};
Result<TraceCounts> count_traces(const Report& report);

/// "1 trace", "3,721 records".
std::string counted(std::int64_t count, std::string_view one, std::string_view many);
/// 3,721
std::string grouped(std::int64_t number);
/// "12.3 MB (12,345,678 bytes)"
std::string size_in_words(std::int64_t bytes);

// The sections, in the order in which they stand. Faults: io.
Result<> write_title(Report& report);
Result<> write_verdict(Report& report);
Result<> write_device(Report& report);
Result<> write_coverage(Report& report);
Result<> write_findings(Report& report);
Result<> write_custody(Report& report);
Result<> write_timeline(Report& report);
Result<> write_indicators(Report& report);
Result<> write_evidence(Report& report);
Result<> write_method(Report& report);
Result<> write_words(Report& report);

}  // namespace bridle

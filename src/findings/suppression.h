#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bridle {

/// What an examiner sets aside, for a reason that is written down. What is set aside stays in the case, is
/// shown apart, and does not count.
struct Suppression {
  enum class Scope : std::uint8_t { all, table, device };

  std::int64_t number = 0;  ///< place in the file, from 1
  std::int64_t line = 0;    ///< where it begins
  std::string rule;         ///< id of a rule; or
  std::string indicator;    ///< STIX id or value of an indicator
  Scope scope = Scope::all;
  std::string where;  ///< the table, or the device's identifier or serial number
  std::string reason, author;
  std::string date;  ///< YYYY-MM-DD, as the author wrote it

  bool covers_table(std::string_view table) const { return scope != Scope::table || where == table; }
};
constexpr std::string_view scope_names[] = {"all", "table", "device"};
constexpr std::string_view name(Suppression::Scope scope) {
  return scope_names[static_cast<std::size_t>(scope)];
}

/// One file of them (docs/formats/suppressions.md).
struct SuppressionFile {
  std::string name;    ///< base name; empty when none was given
  std::string sha256;  ///< 64 lower-case hexadecimal digits
  std::vector<Suppression> suppressions;
};

/// Bounds on a file: it is written by hand.
constexpr std::size_t suppression_file_limit = 1 << 20;  // bytes
constexpr std::size_t suppression_limit = 5000;

/// Reads the form. All or nothing: one broken line refuses the file, for half a suppression file would leave
/// the examiner to guess which half. Faults: malformed and limit, naming the line.
Result<std::vector<Suppression>> parse_suppressions(std::string_view text);
/// The same, from a file. Faults: absent, io, and those above.
Result<SuppressionFile> load_suppressions(const std::string& path);

/// The number of the first rule suppression that sets a finding of `rule` with records in `tables` aside, 0
/// when none does. One of a table wants all records there.
std::int64_t suppression_of_rule(std::span<const Suppression> all, std::string_view rule,
                                 std::span<const std::string_view> tables);
/// The number of the first indicator suppression that sets a match of an indicator in `table` aside, or 0.
std::int64_t suppression_of_match(std::span<const Suppression> all, std::string_view stix_id,
                                  std::string_view value, std::string_view table);

}  // namespace bridle

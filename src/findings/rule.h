#pragma once

#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "cases/case_store.h"
#include "findings/finding.h"
#include "findings/suppression.h"

namespace bridle {

/// What a rule looks at: the case so far, one revision of its matches.
struct CaseView {
  const CaseStore& store;
  std::int64_t revision;
  std::span<const Suppression> suppressions = {};  ///< those that apply to this device
  /// Whether a table exists and has rows: rules over absent artefacts raise nothing.
  bool has_rows(std::string_view table) const;
  /// The same, and that it has these columns: a case may come from a version of Bridle that knew fewer.
  bool has_rows(std::string_view table, std::initializer_list<std::string_view> columns) const;
};

/// One rule, one file of src/findings/rules/, one constant named `rule`. `bridle explain` prints it, the
/// report links to it, docs/rules.md is generated from it.
struct Rule {
  std::string_view id;  ///< follows the path: "ios.data_usage_orphan"
  std::string_view title;
  std::string_view looks_at;  ///< which records, and what in them
  Severity severity;          ///< the usual one; a finding may carry less
  Confidence confidence;
  std::string_view means;       ///< why it matters, and from which published work that is known
  std::string_view not_shown;   ///< what it does not prove
  std::string_view innocent;    ///< how it can be innocent
  std::string_view check;       ///< how to verify it by hand
  std::string_view references;  ///< one per line
  std::string_view versions;    ///< of the operating system that it holds for
  Result<std::vector<Finding>> (*raise)(const CaseView& view);
};

/// A finding of a rule with the rule's severity, confidence and texts, to be filled.
Finding finding_of(const Rule& rule);
/// Adds a record. The time of the finding is that of the earliest of its records.
void add_record(Finding& finding, std::string_view table, std::int64_t record, std::optional<Time> time = {});
/// The moment that a column of a case holds, or nothing.
std::optional<Time> time_at(const Statement& row, int column);
/// "a, b and 3 more": at most `most` of them, so that a statement stays a sentence.
std::string listed(const std::vector<std::string>& texts, std::size_t most = 5);

/// Every rule, sorted by id; written by the build from the files of src/findings/rules/.
std::span<const Rule* const> rules();
/// The rule of that id, or nullptr.
const Rule* find_rule(std::string_view id);

}  // namespace bridle

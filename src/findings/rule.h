#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "cases/case_store.h"
#include "findings/finding.h"

namespace bridle {

/// What a rule looks at: the case so far, one revision of its matches.
struct CaseView {
  const CaseStore& store;
  std::int64_t revision;
  /// Whether a table exists and has rows: rules over absent artefacts raise nothing.
  bool has_rows(std::string_view table) const;
};

/// One rule, one file of src/findings/rules/, one constant named `rule`. `bridle explain` prints it, the report links
/// to it, docs/rules.md is generated from it.
struct Rule {
  std::string_view id;          ///< follows the path: "ios.data_usage_orphan"
  std::string_view title;
  std::string_view looks_at;    ///< which records, and what in them
  Severity severity;            ///< the usual one; a finding may carry less
  Confidence confidence;
  std::string_view means;       ///< why it matters, and from which published work that is known
  std::string_view not_shown;   ///< what it does not prove
  std::string_view innocent;    ///< how it can be innocent
  std::string_view check;       ///< how to verify it by hand
  std::string_view references;  ///< one per line
  std::string_view versions;    ///< of the operating system that it holds for
  Result<std::vector<Finding>> (*raise)(const CaseView& view);
};

/// Every rule, sorted by id; written by the build from the files of src/findings/rules/.
std::span<const Rule* const> rules();
/// The rule of that id, or nullptr.
const Rule* find_rule(std::string_view id);

}  // namespace bridle

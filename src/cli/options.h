#pragma once

#include <optional>
#include <string>
#include <vector>

#include "findings/finding.h"

namespace bridle::cli {

/// Exit codes; docs/formats/verdict.md lists them too.
constexpr int exit_nothing_found = 0;  ///< coverage complete, and no finding at or above the threshold
constexpr int exit_findings = 1;       ///< a finding at or above the threshold
constexpr int exit_error = 2;          ///< usage, or the tool could not do its work
constexpr int exit_not_all_read = 3;   ///< no such finding, but not everything could be read

enum class Format { table, json, csv };

struct ExamineArguments {
  std::string evidence, case_folder, password_file, identity_file, suppressions;
  std::vector<std::string> indicators, yara, custody;
  bool triage = false, json = false, quiet = false;
  unsigned workers = 0;
  std::string fail_on = "medium";
};
struct ShowArguments {
  std::string case_folder, artefact;
  std::int64_t revision = 0;      ///< 0 = the latest
  std::string since, until;       ///< for `timeline`: ISO 8601 with a zone; empty = no bound
  std::int64_t from = 0, to = 0;  ///< for `diff`; 0 = the one before the latest, and the latest
  Format format = Format::table;
};

struct IndicatorArguments {
  std::vector<std::string> files;
  std::string output, name, date, threat = "generic", platform = "any", previous, collisions, secret_key,
                                  public_key, signature;
  std::vector<std::string> urls;        ///< "FILE=URL"
  std::vector<std::string> provenance;  ///< records of bridle-fetch, or folders of them
  bool json = false;
};

int examine(const ExamineArguments& arguments);
int match(const ExamineArguments& arguments);
int findings(const ShowArguments& arguments);
int diff(const ShowArguments& arguments);
int coverage(const ShowArguments& arguments);
int records(const ShowArguments& arguments);
int timeline(const ShowArguments& arguments);
int processes(const ShowArguments& arguments);
int device(const ShowArguments& arguments);
int report(const std::string& case_folder);
int verify(const std::string& case_folder, const std::optional<std::string>& evidence);
int export_case(const std::string& case_folder, const std::string& format, const std::string& output);
int artefacts(bool catalogue_page);
int explain(const std::string& rule, bool rules_page);
int levels();
int demo(const std::string& folder);
int build_indicators(const IndicatorArguments& arguments);
int show_indicators(const IndicatorArguments& arguments);
int lint_indicators(const IndicatorArguments& arguments);
int diff_indicators(const IndicatorArguments& arguments);
int verify_indicators(const IndicatorArguments& arguments);
int doctor();
int version();

/// Prints "bridle: message" on stderr and gives exit_error.
int complain(const std::string& message);

}  // namespace bridle::cli

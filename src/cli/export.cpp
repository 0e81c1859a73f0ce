#include <fmt/format.h>

#include "cli/options.h"
#include "report/mvt_export.h"

namespace bridle::cli {
namespace {

Result<> run_export(const std::string& case_folder, const std::string& output) {
  auto store = TRY(CaseStore::open(case_folder, Database::Mode::read_only));
  auto revision = TRY(store.database().number("SELECT max(number) FROM revision"));
  TRY(export_mvt(store, revision, output));
  fmt::print("Written to {}, in the form of MVT's results.\n", output);
  return {};
}

}  // namespace

// `format` is "mvt": the command line lets nothing else through.
int export_case(const std::string& case_folder, const std::string&, const std::string& output) {
  auto done = run_export(case_folder, output);
  return done ? exit_nothing_found : complain(done.error().message);
}

}  // namespace bridle::cli

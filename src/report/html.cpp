#include "report/html.h"

#include "base/file.h"

namespace bridle {

Result<> write_report(const CaseStore& store, std::int64_t revision) {
  return replace_file(case_report_path(store.folder()), "<!doctype html><title>Bridle</title>revision " + std::to_string(revision));
}

}  // namespace bridle

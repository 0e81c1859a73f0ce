#pragma once

#include "cases/case_store.h"

namespace bridle {

/// Writes report.html of a case for one revision: one file that needs no script to be read, with no outbound
/// link or resource, under a strict content security policy, evidence text escaped and isolated. It holds no
/// clock time: the same case gives the same bytes. Faults: io.
Result<> write_report(const CaseStore& store, std::int64_t revision);
/// The same as text.
Result<std::string> report_html(const CaseStore& store, std::int64_t revision);

}  // namespace bridle

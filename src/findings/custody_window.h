#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "cases/case_store.h"

namespace bridle {

/// A span of time in which the phone was out of its owner's hands, by the word of whoever gave it. Both ends
/// belong to it.
struct CustodyWindow {
  Time begins, ends;
  std::string given;  ///< as it was given, for the report
};

/// Reads ISO 8601 with a zone: 2024-02-01T10:00Z, 2024-02-01T11:00:30.5+01:00, -0330, +05. Seconds may be
/// left out. Faults: malformed, limit.
Result<Time> parse_zoned_time(std::string_view text);
/// Reads "FROM..TO", both as above. Faults: malformed, with a sentence for the examiner.
Result<CustodyWindow> parse_custody_window(std::string_view text);

/// "2024-02-01T10:00:00Z to 2024-02-02T18:30:00Z".
std::string in_words(const CustodyWindow& window);

/// Writes the windows of a revision with what each source of the case says of them: custody_window and
/// custody_source (docs/formats/case.md). Without windows those of the revision before are taken over. To be
/// called between BEGIN and COMMIT of nobody else. Faults: io.
Result<> store_custody(CaseStore& store, std::vector<CustodyWindow> windows, std::int64_t revision);

/// The windows of a revision, in order of their numbers, which begin at 1.
Result<std::vector<CustodyWindow>> custody_windows(const CaseStore& store, std::int64_t revision);

}  // namespace bridle

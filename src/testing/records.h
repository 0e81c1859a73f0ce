#pragma once

#include <string>
#include <string_view>

#include "base/local_time.h"

namespace bridle::testing {

/// What an artefact makes of a file: one line per record ("locator | column | …", times as ISO 8601, NULL,
/// blobs as base64, json as it is), per mined link ("  mined column form value"), and per skip ("skip
/// locator: reason"), then "notes: …" lines and, when the extractor gave up, "failed: reason". Through Input,
/// TaskSink and a batch file, as in a worker.
std::string records(std::string_view artefact_id, std::string_view content, std::string_view path = "");
/// The same for a database with its write-ahead log: each line of a record then begins with its state.
std::string records_with_wal(std::string_view artefact_id, std::string_view content, std::string_view wal,
                             std::string_view path = "");
/// For a text of a phone whose clock the evidence tells.
std::string records_by_clock(std::string_view artefact_id, std::string_view content, const DeviceClock& clock,
                             std::string_view path = "");
/// For a file of a backup domain.
std::string records_in_domain(std::string_view artefact_id, std::string_view content, std::string_view domain,
                              std::string_view relative_path);

/// Records of any.yara_match with these rules.
std::string records_with_rules(std::string_view rules, std::string_view content, std::string_view path);

}  // namespace bridle::testing

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "formats/attributed_text.h"

namespace bridle {

/// `message_summary_info` of a message (docs/formats/message_summary.md): what was edited or taken back since
/// iOS 16. Borrows: the bytes given, for attributes that are data.
struct MessageSummary {
  /// One text that a part of the message had.
  struct Version {
    std::optional<Time> time;    ///< since when it had it, by the device's clock
    AttributedText text;         ///< empty when `fault` is set
    std::optional<Error> fault;  ///< why the text could not be read
  };
  /// The history of one part: first the text as it was sent, last the present one.
  struct EditedPart {
    std::int64_t part;  ///< from 0, as __kIMMessagePartAttributeName
    std::vector<Version> versions;
  };
  /// Where a part stood in the message as it was sent.
  struct Range {
    std::int64_t part;
    std::int64_t location;  ///< in UTF-16 units
    std::int64_t length;    ///< in UTF-16 units
  };
  std::vector<EditedPart> edited;       ///< key `ec`, in file order
  std::vector<std::int64_t> retracted;  ///< key `rp`
  std::vector<Range> original_ranges;   ///< key `otr`
};

/// Faults: those of Plist::parse; unsupported (not a binary list); malformed (no dictionary). A version that
/// cannot be read keeps its place with its fault. Source: corpus ios-imessage-payloads/edited_message (iOS
/// 16, macOS 13).
Result<MessageSummary> read_message_summary(Bytes bytes);

}  // namespace bridle

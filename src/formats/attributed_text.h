#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// What stands behind an attribute's name. NSURL and NSString give their text, NSNumber its number, NSData
/// its bytes; anything else is there without a value.
using AttributeValue = std::variant<std::monostate, std::string, std::int64_t, double, Bytes>;

/// A stretch of text with the same attributes.
struct AttributeRun {
  struct Attribute {
    std::string name;  ///< "__kIMLinkAttributeName"
    AttributeValue value;
  };
  std::uint64_t offset = 0;  ///< from the start of the text, in UTF-16 units
  std::uint64_t length = 0;  ///< in UTF-16 units
  std::vector<Attribute> attributes;

  /// Nothing when there is no such attribute or it is no text.
  std::optional<std::string_view> text(std::string_view name) const;
  std::optional<std::int64_t> number(std::string_view name) const;
};

/// Names that Messages uses.
namespace attribute {
constexpr std::string_view link = "__kIMLinkAttributeName";                       ///< NSURL
constexpr std::string_view file_transfer = "__kIMFileTransferGUIDAttributeName";  ///< attachment guid
constexpr std::string_view message_part = "__kIMMessagePartAttributeName";        ///< number, from 0
constexpr std::string_view data_detected = "__kIMDataDetectedAttributeName";      ///< NSData, a keyed archive
constexpr std::string_view mention = "__kIMMentionConfirmedMention";  ///< address of who is mentioned
}  // namespace attribute

/// An NSAttributedString. Borrows: the bytes given, for attributes that are data.
struct AttributedText {
  std::string text;                ///< UTF-8; attachments stand in it as U+FFFC
  std::vector<AttributeRun> runs;  ///< in order
  std::optional<Error> stopped;    ///< why the runs are not complete
};

/// Reads `attributedBody` of a message (docs/formats/typedstream.md): the first NSAttributedString in a
/// typedstream, or else its first NSString. When the stream breaks off behind the text, the text and the runs
/// before stand and `stopped` says why. Faults: those of read_typedstream; what stopped it, when it did
/// before the text; absent (no string in the stream).
Result<AttributedText> read_attributed_text(Bytes bytes);

}  // namespace bridle

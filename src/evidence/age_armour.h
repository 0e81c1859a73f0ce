#pragma once

#include <memory>
#include <string_view>

#include "evidence/byte_source.h"

namespace bridle {

constexpr std::string_view age_armour_begin = "-----BEGIN AGE ENCRYPTED FILE-----";

/// The content of an age file in text armour, decoded where it is read: every line but the last has 64
/// columns, so a place in the content has one in the text. Lines end in LF or CRLF, blanks may stand behind
/// the end mark. Faults: malformed (no armour, no end mark, lines of other lengths), those of reading; a line
/// that is no base64 shows when it is read. Borrows: `text`. Source: C2SP/age.md, "ASCII armor"; RFC 7468.
Result<std::unique_ptr<ByteSource>> open_age_armour(ByteSource& text);

}  // namespace bridle

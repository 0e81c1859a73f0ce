#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bridle {

/// The bytes of h'…': pairs of hexadecimal digits. Nothing for anything else.
std::optional<std::string> bytes_from_hex(std::string_view text);
/// The bytes of b'…': base64 with padding (RFC 4648). Nothing for anything else.
std::optional<std::string> bytes_from_base64(std::string_view text);
/// One byte for each code point of UTF-8 text. Nothing where one is above 255: STIX 2.1 section 9.6 compares
/// text with bytes so, and calls any other text different from all bytes.
std::optional<std::string> bytes_from_text(std::string_view text);
/// UTF-8 text in Unicode's composed form (NFC); text that is no UTF-8 stays what it is.
std::string composed(std::string_view text);

}  // namespace bridle

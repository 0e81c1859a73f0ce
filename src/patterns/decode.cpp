#include "patterns/decode.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <cstdint>

#include "base/base64.h"
#include "base/bytes.h"
#include "base/text.h"

namespace bridle {
namespace {


}  // namespace

std::optional<std::string> bytes_from_hex(std::string_view text) {
  auto bytes = from_hex(text);
  return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
}

std::optional<std::string> bytes_from_base64(std::string_view text) {
  auto bytes = from_base64(text);
  return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
}

std::optional<std::string> bytes_from_text(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    char32_t point = take_code_point(text);
    if (point > 255) return std::nullopt;
    out += static_cast<char>(point);
  }
  return out;
}

std::string composed(std::string_view text) {
  if (std::ranges::all_of(text, [](char c) { return static_cast<std::uint8_t>(c) < 0x80; }))
    return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* composer = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status) || !is_utf8(text) || text.size() > INT32_MAX) return std::string(text);
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  composer->normalizeUTF8(0, {text.data(), static_cast<std::int32_t>(text.size())}, sink, nullptr, status);
  return U_FAILURE(status) ? std::string(text) : out;
}

}  // namespace bridle

#include "patterns/decode.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "base/base64.h"
#include "base/bytes.h"
#include "base/text.h"

namespace bridle {
namespace {

struct Free {
  void operator()(utf8proc_uint8_t* text) const { std::free(text); }
};

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
  utf8proc_uint8_t* raw = nullptr;
  auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                             static_cast<utf8proc_ssize_t>(text.size()), &raw,
                             static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  std::unique_ptr<utf8proc_uint8_t, Free> owned(raw);
  if (length < 0 || !owned) return std::string(text);
  return {reinterpret_cast<const char*>(owned.get()), static_cast<std::size_t>(length)};
}

}  // namespace bridle

#include "base/base64.h"

#include <cstdint>

#include "base/text.h"

namespace bridle {
namespace {

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

}  // namespace

Result<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return fail(Fault::malformed, "base64 text is cut off");
  std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  std::string out;
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    int digit = i + padding < text.size() ? base64_digit(text[i]) : 0;
    if (digit < 0) return fail(Fault::malformed, "not base64 text");
    bits = bits << 6U | static_cast<std::uint32_t>(digit);
    if (i % 4 != 3) continue;
    for (unsigned shift : {16U, 8U, 0U}) out += static_cast<char>(bits >> shift & 0xFFU);
    bits = 0;
  }
  out.resize(out.size() - padding);
  return out;
}

}  // namespace bridle

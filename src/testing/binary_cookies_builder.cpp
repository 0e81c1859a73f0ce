#include "testing/binary_cookies_builder.h"

#include <bit>

namespace bridle::testing {
namespace {

void little(std::string& out, std::uint64_t value, int width) {
  for (int i = 0; i < width; ++i) out += static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i)));
}
void big(std::string& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out += static_cast<char>(static_cast<std::uint8_t>(value >> shift));
}

std::string write_cookie(const CookieTemplate& cookie) {
  std::string texts, head;
  std::uint32_t at[4];
  const std::string* all[] = {&cookie.domain, &cookie.name, &cookie.path, &cookie.value};
  for (int i = 0; i < 4; ++i) {
    at[i] = static_cast<std::uint32_t>(56 + texts.size());
    texts += *all[i] + '\0';
  }
  little(head, 56 + texts.size(), 4);
  little(head, 0, 4);
  little(head, cookie.flags, 4);
  little(head, 0, 4);
  for (std::uint32_t offset : at) little(head, offset, 4);
  little(head, 0, 8);
  little(head, std::bit_cast<std::uint64_t>(cookie.expires), 8);
  little(head, std::bit_cast<std::uint64_t>(cookie.created), 8);
  return head + texts;
}

std::string write_page(const std::vector<CookieTemplate>& cookies) {
  std::string head, body;
  big(head, 0x100);
  little(head, cookies.size(), 4);
  for (const CookieTemplate& cookie : cookies) {
    little(head, 12 + 4 * cookies.size() + body.size(), 4);
    body += write_cookie(cookie);
  }
  little(head, 0, 4);
  return head + body;
}

}  // namespace

std::string write_binary_cookies(const std::vector<std::vector<CookieTemplate>>& pages) {
  std::string out = "cook", body;
  big(out, static_cast<std::uint32_t>(pages.size()));
  for (const auto& page : pages) {
    std::string bytes = write_page(page);
    big(out, static_cast<std::uint32_t>(bytes.size()));
    body += bytes;
  }
  return out + body + std::string(8, '\0');
}

}  // namespace bridle::testing

#include "formats/binary_cookies.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "testing/binary_cookies_builder.h"

namespace bridle {
namespace {

using testing::write_binary_cookies;

std::string shown(std::string_view file) {
  std::string out;
  auto read = read_binary_cookies(
      as_bytes(file),
      {.cookie =
           [&](const BinaryCookie& c) {
             out += fmt::format("byte {} {} {} {} {} {} {} {}\n", c.offset, c.domain, c.name, c.path,
                                c.value_size, c.flags, c.expires ? to_iso8601(*c.expires) : "-",
                                c.created ? to_iso8601(*c.created) : "-");
           },
       .skip = [&](std::uint64_t offset,
                   const Error& why) { out += fmt::format("skip byte {}: {}\n", offset, why.message); }});
  return read ? out : out + read.error().message;
}

const std::vector<std::vector<testing::CookieTemplate>> two_pages{
    {{".example.org", "sid"}, {"example.net", "x", "/a", ""}},
    {{.domain = "c.example", .name = "y", .expires = 0}}};

TEST(BinaryCookies, reads_every_page) {
  EXPECT_EQ(shown(write_binary_cookies(two_pages)),
            "byte 36 .example.org sid / 6 5 2025-01-31T07:06:40Z 2023-03-08T20:26:40Z\n"
            "byte 118 example.net x /a 0 5 2025-01-31T07:06:40Z 2023-03-08T20:26:40Z\n"
            "byte 208 c.example y / 6 5 - 2023-03-08T20:26:40Z\n");
  EXPECT_EQ(shown(write_binary_cookies({})), "");
}

TEST(BinaryCookies, loses_only_what_is_damaged) {
  std::string file = write_binary_cookies(two_pages);
  std::string cookie = file, page = file;
  cookie[16 + 20 + 16] = '\x7F';  // where the first domain stands
  EXPECT_EQ(shown(cookie),
            "skip byte 36: a cookie without domain or name\n"
            "byte 118 example.net x /a 0 5 2025-01-31T07:06:40Z 2023-03-08T20:26:40Z\n"
            "byte 208 c.example y / 6 5 - 2023-03-08T20:26:40Z\n");
  page[16] = '\x01';
  EXPECT_EQ(shown(page),
            "skip byte 16: a page does not begin as one\n"
            "byte 208 c.example y / 6 5 - 2023-03-08T20:26:40Z\n");
  EXPECT_EQ(shown(std::string_view(file).substr(0, file.size() - 40)),
            "byte 36 .example.org sid / 6 5 2025-01-31T07:06:40Z 2023-03-08T20:26:40Z\n"
            "byte 118 example.net x /a 0 5 2025-01-31T07:06:40Z 2023-03-08T20:26:40Z\n"
            "skip byte 192: the file ends inside a page\n");
  EXPECT_EQ(shown(std::string_view(file).substr(0, 10)), "the list of pages ends early");
  EXPECT_EQ(shown("cake"), "no store of cookies");
}

}  // namespace
}  // namespace bridle

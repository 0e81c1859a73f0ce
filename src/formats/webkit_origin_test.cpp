#include "formats/webkit_origin.h"

#include <gtest/gtest.h>

#include "testing/webkit_origin_builder.h"

namespace bridle {
namespace {

using testing::write_webkit_origin;

std::string shown(std::string_view file) {
  auto read = read_webkit_origin(as_bytes(file));
  return read ? read->top.url() + " " + read->client.url() : read.error().message;
}

TEST(WebKitOrigin, reads_both_origins) {
  WebKitOrigin origins{{"https", "example.org", {}}, {"https", "tracker.example", std::uint16_t{8443}}};
  EXPECT_EQ(shown(write_webkit_origin(origins)), "https://example.org https://tracker.example:8443");
  std::string wide("\x05\0\0\0\x01https\x02\0\0\0\0\xE4\0b\0\0", 20);
  EXPECT_EQ(shown(wide + wide), "https://\u00E4b https://\u00E4b");
}

TEST(WebKitOrigin, refuses_other_bytes) {
  EXPECT_EQ(shown(""), "origin is cut off at byte 0");
  std::string file = write_webkit_origin({{"https", "a.example", {}}, {"https", "b.example", {}}});
  EXPECT_EQ(shown(file.substr(0, 30)), "origin is cut off at byte 30");
  // Long texts, which are not kept in place: what was read before the cut must be given back.
  std::string longer =
      write_webkit_origin({{"https", std::string(40, 'a'), {}}, {std::string(40, 's'), "b.example", {}}});
  std::size_t cut_off = 0;
  while (shown(longer.substr(0, cut_off)).starts_with("origin is cut off")) ++cut_off;
  EXPECT_GT(cut_off, 100u);
  file[1] = '\x7F';
  EXPECT_EQ(shown(file), "a text of an origin is longer than one can be");
  EXPECT_EQ(shown(write_webkit_origin({{"a b", "x", {}}, {"https", "x", {}}})), "an origin without a scheme");
}

TEST(WebKitOrigin, reads_the_names_before_ios_16) {
  auto url = [](std::string_view name) {
    auto origin = origin_of_name(name);
    return origin ? origin->url() : std::string("nothing");
  };
  EXPECT_EQ(url("https_www.example.org_0"), "https://www.example.org");
  EXPECT_EQ(url("http_under_score.example_8080.localstorage"), "http://under_score.example:8080");
  EXPECT_EQ(url("https_example.org_0.localstorage-wal"), "https://example.org");
  EXPECT_EQ(url("v1"), "nothing");
  EXPECT_EQ(url("https_example.org"), "nothing");
  EXPECT_EQ(url("https_example.org_99999"), "nothing");
  EXPECT_EQ(url("StorageTracker.db"), "nothing");
}

}  // namespace
}  // namespace bridle

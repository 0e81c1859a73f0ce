#include <gtest/gtest.h>

#include <algorithm>

#include "testing/binary_cookies_builder.h"
#include "testing/corpus.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosCookies, reads_cookies_without_their_values) {
  EXPECT_EQ(records("ios.cookies", write_binary_cookies(
                                       {{{".example.org", "sid"}},
                                        {{.domain = "example.net", .name = "x", .flags = 0, .expires = 0}}})),
            "byte 32 | example.org | sid | / | 2023-03-08T20:26:40Z | 2025-01-31T07:06:40Z | true | true | 6 "
            "| /private/var/mobile/Library/Cookies/*.binarycookies\n"
            "byte 130 | example.net | x | / | 2023-03-08T20:26:40Z | NULL | false | false | 6 | "
            "/private/var/mobile/Library/Cookies/*.binarycookies\n");
}

TEST(IosCookies, skips_what_is_broken_and_says_where) {
  std::string file = write_binary_cookies({{{".example.org", "sid"}}, {{"example.net", "x"}}});
  file[17] = '\x07';
  EXPECT_EQ(records("ios.cookies", file),
            "skip byte 16: a page does not begin as one\n"
            "byte 130 | example.net | x | / | 2023-03-08T20:26:40Z | 2025-01-31T07:06:40Z | true | true | 6 "
            "| /private/var/mobile/Library/Cookies/*.binarycookies\n");
  EXPECT_EQ(records("ios.cookies", "Lorem"), "failed: unsupported: no store of cookies\n");
}

TEST(IosCookies, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-ileapp-josh17/dump");
  std::size_t rows = 0, stores = 0;
  for (const auto& file : files_below(folder)) {
    if (file.extension() != ".binarycookies") continue;
    std::string text = records("ios.cookies", content_of(file));
    EXPECT_FALSE(text.contains("skip ")) << file;
    rows += static_cast<std::size_t>(std::ranges::count(text, '\n'));
    ++stores;
  }
  EXPECT_EQ(stores, 33U);
  EXPECT_EQ(rows, 409U);  // as iLEAPP counts
}

}  // namespace bridle::testing

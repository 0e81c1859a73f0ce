#include <gtest/gtest.h>

#include "evidence/unwrap.h"
#include "testing/deflate.h"

namespace bridle {
namespace {

std::string opened(const std::string& bytes, std::uint64_t most = 1 << 20) {
  std::string text;
  auto source = view_source(as_bytes(bytes));
  auto result = open_gzip_file(*source, most, [&](Bytes piece) -> Result<> {
    text += as_text(piece);
    return {};
  });
  if (!result) return "failed: " + result.error().message;
  return result->problem.empty() ? text : text + "|" + result->problem;
}

TEST(GzipFile, gives_what_was_packed) {
  std::string text(700'000, 'a');
  EXPECT_EQ(opened(testing::gzip(text)), text);
  EXPECT_EQ(opened(testing::gzip("one ") + testing::gzip("two")), "one two");
  EXPECT_EQ(opened(testing::gzip("one") + "padding"), "one");
}

TEST(GzipFile, keeps_what_stands_before_damage) {
  std::string stream = testing::gzip("hello hello hello");
  EXPECT_EQ(opened(stream.substr(0, stream.size() - 8)), "hello hello hello|it is cut off");
  EXPECT_EQ(opened("\x1F\x8B\x08 and no more"), "failed: no gzip stream");
  EXPECT_EQ(opened(""), "failed: no gzip stream");
  EXPECT_EQ(opened(testing::gzip(std::string(2000, 'a')), 1000),
            "|it inflates to far more than it holds: the rest was not read");
}

}  // namespace
}  // namespace bridle

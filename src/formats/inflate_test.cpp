#include "formats/inflate.h"

#include <gtest/gtest.h>

#include "testing/deflate.h"

namespace bridle {
namespace {

TEST(Inflate, gives_what_was_deflated) {
  std::string text(200'000, 'a');
  auto out = inflate_zlib(as_bytes(testing::deflate(text)), 1 << 20);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->bytes, text);
  EXPECT_FALSE(out->cut_off);
}

TEST(Inflate, gives_what_stands_before_a_cut) {
  std::string stream = testing::deflate("hello hello hello");
  auto out = inflate_zlib(as_bytes(std::string_view(stream).substr(0, stream.size() - 4)), 1000);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->bytes, "hello hello hello");
  EXPECT_TRUE(out->cut_off);
}

TEST(Inflate, refuses_bombs_and_other_bytes) {
  EXPECT_EQ(inflate_zlib(as_bytes(testing::deflate(std::string(2000, 'a'))), 1000).error().fault,
            Fault::limit);
  EXPECT_EQ(inflate_zlib(as_bytes("hello"), 1000).error().fault, Fault::malformed);
  EXPECT_TRUE(inflate_zlib({}, 1000)->cut_off);
}

}  // namespace
}  // namespace bridle

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

TEST(Inflate, reads_gzip_files_of_several_members) {
  std::string file = testing::gzip("hello ") + testing::gzip("world");
  EXPECT_TRUE(is_gzip(as_bytes(file)));
  EXPECT_EQ(inflate_gzip(as_bytes(file), 1000)->bytes, "hello world");
  EXPECT_EQ(inflate_gzip(as_bytes(file), 8).error().fault, Fault::limit);
  auto cut = inflate_gzip(as_bytes(std::string_view(file).substr(0, file.size() - 12)), 1000);
  EXPECT_TRUE(cut->cut_off);
  EXPECT_EQ(inflate_gzip(as_bytes("hello"), 1000).error().message, "no gzip file");
  EXPECT_FALSE(is_gzip({}));
}

}  // namespace
}  // namespace bridle

#include "evidence/byte_source.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>

namespace bridle {
namespace {

TEST(ByteSource, reads_exactly_or_says_truncated) {
  auto source = memory_source({1, 2, 3, 4});
  EXPECT_EQ(source->size(), 4u);
  std::array<std::uint8_t, 2> two{};
  ASSERT_TRUE(source->read(2, two));
  EXPECT_EQ(two[1], 4);
  EXPECT_EQ(source->read(3, two).error().fault, Fault::truncated);
  EXPECT_EQ(source->read(UINT64_MAX, two).error().fault, Fault::truncated);
  EXPECT_TRUE(source->read(4, {}));
}

TEST(ByteSource, a_file_is_read_where_it_is_asked_for) {
  Fd file = unnamed_file(std::filesystem::temp_directory_path()).value();
  ASSERT_TRUE(write_all(file.get(), as_bytes("evidence")));
  auto source = file_source(std::move(file)).value();
  std::array<std::uint8_t, 3> three{};
  ASSERT_TRUE(source->read(5, three));
  EXPECT_EQ(as_text(three), "nce");
  EXPECT_EQ(source->read(6, three).error().fault, Fault::truncated);
  EXPECT_EQ(read_all(*source, 7).error().fault, Fault::limit);
  EXPECT_EQ(as_text(read_all(*source, 8).value()), "evidence");
}

TEST(ByteSource, a_folder_is_no_file) {
  EXPECT_EQ(file_source(open_directory("/").value()).error().fault, Fault::io);
}

TEST(ByteSource, a_piece_ends_where_it_should_or_where_the_whole_does) {
  auto piece = range_source(memory_source({'a', 'b', 'c', 'd'}), 1, 2);
  EXPECT_EQ(as_text(read_all(*piece, 10).value()), "bc");
  std::vector<std::uint8_t> more(3);
  EXPECT_FALSE(piece->read(0, more)) << "nothing outside of the piece is given";
  EXPECT_EQ(range_source(memory_source({'a', 'b'}), 1, UINT64_MAX)->size(), 1u);
  EXPECT_EQ(range_source(memory_source({'a', 'b'}), UINT64_MAX, UINT64_MAX)->size(), 0u);
}

}  // namespace
}  // namespace bridle

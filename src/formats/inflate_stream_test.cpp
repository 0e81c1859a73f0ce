#include "formats/inflate_stream.h"

#include <gtest/gtest.h>

#include "testing/deflate.h"

namespace bridle {
namespace {

using Form = InflateStream::Form;
using State = InflateStream::State;

// The content, and how the stream stands, when it comes in pieces of some size.
std::pair<std::string, State> in_pieces(Form form, const std::string& stream, std::size_t size) {
  auto z = InflateStream::begin(form);
  EXPECT_TRUE(z);
  std::string content;
  State state = State::more;
  for (std::size_t at = 0; at < stream.size(); at += size) {
    auto fed = z->feed(as_bytes(std::string_view(stream).substr(at, size)), [&](Bytes piece) -> Result<> {
      content += as_text(piece);
      return {};
    });
    EXPECT_TRUE(fed);
    if (fed) state = *fed;
  }
  return {content, state};
}

TEST(InflateStream, gives_the_same_however_it_comes) {
  std::string text(300'000, 'a'),
      both = testing::gzip(text) + testing::gzip("and another") + "trailing bytes";
  for (std::size_t size : {1u, 2u, 3u, 7u, 1000u, 1'000'000u}) {
    EXPECT_EQ(in_pieces(Form::zlib, testing::deflate(text), size), std::pair(text, State::ended)) << size;
    EXPECT_EQ(in_pieces(Form::gzip, both, size), std::pair(text + "and another", State::ended)) << size;
  }
}

// A reader that looks for the next stream in the same piece alone loses it here.
TEST(InflateStream, finds_the_next_stream_wherever_a_piece_ends) {
  std::string first = testing::gzip("first"), both = first + testing::gzip("second");
  for (std::size_t size = first.size() - 2; size <= first.size() + 2; ++size)
    EXPECT_EQ(in_pieces(Form::gzip, both, size), std::pair(std::string("firstsecond"), State::ended)) << size;
}

TEST(InflateStream, tells_a_cut_from_damage) {
  std::string stream = testing::gzip("some text that goes on");
  EXPECT_EQ(in_pieces(Form::gzip, stream.substr(0, stream.size() - 1), 5).second, State::more);
  EXPECT_EQ(in_pieces(Form::gzip, stream + stream.substr(0, 20), 5).second, State::more);
  stream[stream.size() - 6] ^= 1;  // its checksum
  EXPECT_EQ(in_pieces(Form::gzip, stream, 5).second, State::damaged);
  EXPECT_EQ(in_pieces(Form::zlib, "no stream", 3), std::pair(std::string(), State::damaged));
}

TEST(InflateStream, stops_where_the_taker_does) {
  auto z = InflateStream::begin(Form::zlib);
  ASSERT_TRUE(z);
  std::string stream = testing::deflate(std::string(1'000'000, 'x'));
  int taken = 0;
  auto fed = z->feed(as_bytes(stream), [&](Bytes) -> Result<> {
    return ++taken < 3 ? Result<>() : fail(Fault::limit, "enough");
  });
  ASSERT_FALSE(fed);
  EXPECT_EQ(fed.error().message, "enough");
  EXPECT_EQ(taken, 3);
}

}  // namespace
}  // namespace bridle

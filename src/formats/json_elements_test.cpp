#include "formats/json_elements.h"

#include <gtest/gtest.h>

namespace bridle {
namespace {

std::string cut(std::string_view text) {
  JsonElements list(text);
  if (!list.is_list()) return "no list";
  std::string all;
  while (auto one = list.next()) all += std::string(one->text) + (one->cut_off ? "~" : "|");
  return all;
}

TEST(JsonElements, cuts_arrays_and_lines) {
  EXPECT_EQ(cut(" [ {\"a\":[1,\"]}\\\"\"]} , 5,\"x, y\", [] ]"), "{\"a\":[1,\"]}\\\"\"]}|5|\"x, y\"|[]|");
  EXPECT_EQ(cut("{\"a\":1}\n{\"b\":2}\n"), "{\"a\":1}|{\"b\":2}|");
  EXPECT_EQ(cut("[]"), "");
  EXPECT_EQ(cut("[{bad},{\"a\":1}]"), "{bad}|{\"a\":1}|");
}

TEST(JsonElements, tells_a_cut_and_another_text) {
  EXPECT_EQ(cut("[{\"a\":1},{\"b\":"), "{\"a\":1}|{\"b\":~");
  EXPECT_EQ(cut("[\"abc"), "\"abc~");
  EXPECT_EQ(cut("nothing"), "no list");
  EXPECT_EQ(cut(""), "no list");
  EXPECT_EQ(cut("[}"), "");
}

TEST(JsonElements, comes_to_an_end_whatever_stands_between) {
  EXPECT_EQ(cut("[\v1,\f2 \v]"), "1|2|");
  EXPECT_EQ(cut("[1}, {\"a\":2}]"), "1|}|{\"a\":2}|");
}

TEST(PlainNumbers, quotes_what_does_not_fit) {
  EXPECT_EQ(with_plain_numbers("{\"a\":955466096586930338769951715633687128507538251257,\"b\":1,"
                               "\"9999999999999999999\":[1.5e300]}"),
            "{\"a\":\"955466096586930338769951715633687128507538251257\",\"b\":1,\"9999999999999999999\":[1."
            "5e300]}");
  EXPECT_EQ(with_plain_numbers("0.12345678901234567890123"), "0.12345678901234567890123");
  EXPECT_EQ(with_plain_numbers("\"a\\\"12345678901234567890\""), "\"a\\\"12345678901234567890\"");
}

}  // namespace
}  // namespace bridle

#include "formats/protobuf_message.h"

#include <gtest/gtest.h>

#include "testing/wire_builder.h"

namespace bridle {
namespace {

using testing::WireBuilder;

std::string shown(const std::string& bytes) {
  return protobuf_as_json(as_bytes(bytes)).value_or("nothing");
}

TEST(ProtobufMessage, gives_fields_by_their_numbers) {
  std::string bytes = WireBuilder()
                          .number(1, 7)
                          .text(2, "text")
                          .fixed64(3, std::bit_cast<std::uint64_t>(1.5))
                          .message(4, WireBuilder().text(3, "inner"))
                          .message(4, WireBuilder().number(1, 2))
                          .text(5, "")
                          .write();
  auto message = ProtobufMessage::parse(as_bytes(bytes)).value();
  EXPECT_EQ(message.integer(1), 7);
  EXPECT_EQ(message.integer(2), std::nullopt);
  EXPECT_EQ(message.text(2), "text");
  EXPECT_EQ(message.real(3), 1.5);
  EXPECT_EQ(message.real(1), std::nullopt);
  EXPECT_EQ(message.message(4).text(3), "inner");
  EXPECT_EQ(message.messages(4).size(), 2U);
  EXPECT_EQ(message.text(5), std::nullopt);
  EXPECT_TRUE(message.message(9).is_empty());
}

TEST(ProtobufMessage, shows_what_nobody_described) {
  EXPECT_EQ(shown(WireBuilder()
                      .number(1, 7)
                      .text(2, "https://example.org/")
                      .fixed64(3, std::bit_cast<std::uint64_t>(700000000.5))
                      .message(4, WireBuilder().text(3, "x").number(9, 1))
                      .text(5, "\xFF\xFE")
                      .number(1, 8)
                      .fixed32(6, 5)
                      .write()),
            R"({"1":[7,8],"2":"https://example.org/","3":700000000.5,"4":{"3":"x","9":1},"5":"//4=","6":5})");
  EXPECT_EQ(shown(""), "nothing");
  EXPECT_EQ(shown("\x0F"), "nothing");
}

TEST(ProtobufMessage, bounds_what_it_shows) {
  WireBuilder deep;
  deep.number(1, 1).text(2, std::string("\x01", 1));
  for (int i = 0; i < 40; ++i) {
    WireBuilder outer;
    outer.message(3, deep).text(4, std::string("\x01", 1));
    deep = outer;
  }
  EXPECT_LT(shown(deep.write()).size(), 20'000U);
  WireBuilder wide;
  for (std::uint32_t i = 1; i < 4000; ++i) wide.text(i, "0123456789");
  std::string json = shown(wide.write());
  EXPECT_LT(json.size(), 17'000U);
  EXPECT_TRUE(json.ends_with(R"("cut":true})")) << json.substr(json.size() - 40);
}

}  // namespace
}  // namespace bridle

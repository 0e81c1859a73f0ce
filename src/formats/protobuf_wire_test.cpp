#include "formats/protobuf_wire.h"

#include <gtest/gtest.h>

#include "testing/wire_builder.h"

namespace bridle {
namespace {

TEST(ProtobufWire, gives_every_kind) {
  std::string message = testing::WireBuilder()
                            .number(1, 300)
                            .text(2, "ab")
                            .fixed64(3, 7)
                            .fixed32(4, 8)
                            .number(1, ~0ULL)
                            .write();
  WireReader reader(as_bytes(message));
  EXPECT_EQ((*reader.next())->value, 300u);
  EXPECT_EQ((*reader.next())->text(), "ab");
  EXPECT_EQ((*reader.next())->value, 7u);
  EXPECT_EQ((*reader.next())->value, 8u);
  EXPECT_EQ((*reader.next())->integer(), -1);
  EXPECT_FALSE(*reader.next());
}

TEST(ProtobufWire, says_where_a_message_breaks) {
  auto broken = [](std::string_view bytes) {
    WireReader reader(as_bytes(bytes));
    auto field = reader.next();
    while (field && *field) field = reader.next();
    return field ? std::string("whole") : field.error().message;
  };
  EXPECT_EQ(broken("\x08"), "protobuf ends inside a field at byte 0");
  EXPECT_EQ(broken("\x08\x01\x12\x05"
                   "ab"),
            "protobuf has a field longer than itself at byte 2");
  EXPECT_EQ(broken(std::string_view("\x00\x01", 2)), "protobuf has a field without a number at byte 0");
  EXPECT_EQ(broken("\x0B"), "protobuf has a field of an unknown kind at byte 0");
  EXPECT_EQ(broken("\x08\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"),
            "protobuf ends inside a field at byte 0");
  EXPECT_EQ(broken("\x09"
                   "ab"),
            "protobuf ends inside a field at byte 0");
}

}  // namespace
}  // namespace bridle

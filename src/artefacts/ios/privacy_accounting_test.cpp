#include <gtest/gtest.h>

#include "testing/records.h"
#include "testing/segb_builder.h"
#include "testing/wire_builder.h"

namespace bridle::testing {
namespace {

constexpr const char* path =
    "/private/var/mobile/Library/PrivacyAccounting/Biome/com.apple.privacy.accounting.stream.tcc/local/700";

std::string access(const std::string& who, std::uint64_t kind) {
  return WireBuilder()
      .message(1, WireBuilder()
                      .message(1, WireBuilder().number(1, 1).text(2, who))
                      .text(2, "0123456789abcdef")
                      .number(3, kind))
      .message(2, WireBuilder().text(1, "kTCCServiceMicrophone"))
      .write();
}

}  // namespace

TEST(IosPrivacyAccounting, reads_begin_and_end_and_deleted_entries) {
  std::string text = records(
      "ios.privacy_accounting",
      write_segb({.entries = {{access("com.example.app", 2)}, {access("not a bundle", 9)}, {"gone", 7e8, 3}}},
                 2),
      path);
  auto line = [&](std::size_t number) {
    std::size_t at = 0;
    for (; number > 0; --number) at = text.find('\n', at) + 1;
    return text.substr(at, text.find(" | {", at) - at);
  };
  EXPECT_EQ(
      line(0),
      "byte 32 | com.apple.privacy.accounting.stream.tcc | written | 2023-03-08T20:26:40Z | begin | 2 | "
      "com.example.app | kTCCServiceMicrophone | 30313233343536373839616263646566");
  EXPECT_TRUE(
      line(1).ends_with("| written | 2023-03-08T20:26:40Z | NULL | 9 | NULL | kTCCServiceMicrophone | "
                        "30313233343536373839616263646566"))
      << line(1);
  EXPECT_TRUE(text.ends_with("| deleted | 2023-03-08T20:26:40Z | NULL | NULL | NULL | NULL | NULL | NULL\n"))
      << text;
}

TEST(IosPrivacyAccounting, skips_what_is_no_message_and_says_where) {
  EXPECT_EQ(records("ios.privacy_accounting", write_segb({.entries = {{"\x0F"}}}, 1), path),
            "skip byte 56: protobuf has a field of an unknown kind at byte 0\n");
}

}  // namespace bridle::testing

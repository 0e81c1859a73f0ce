#include <gtest/gtest.h>

#include "testing/records.h"
#include "testing/segb_builder.h"
#include "testing/wire_builder.h"

namespace bridle::testing {
namespace {

constexpr const char* path = "/private/var/db/biome/streams/restricted/OSAnalytics.Stability.Crash/local/700";

std::string crash() {
  return WireBuilder()
      .text(1, "2416C26A-72A8-4687-AFAA-7FCEB9D77458")
      .text(2, "IMTranscoderAgent")
      .text(3, "com.apple.imtranscoderagent")
      .text(4, "1.0")
      .text(5, "7")
      .message(6, WireBuilder().text(1, "EXC_BAD_ACCESS").number(2, 1))
      .text(8, "imagent")
      .text(9, "com.apple.imagent")
      .number(10, 1)
      .number(11, 0)
      .write();
}

}  // namespace

TEST(IosBiomeCrashes, reads_crashes_and_deleted_ones) {
  EXPECT_EQ(
      records("ios.biome_crashes", write_segb({.entries = {{crash()}, {"gone", 700'000'001, 3}}}, 2), path),
      "byte 32 | written | 2023-03-08T20:26:40Z | IMTranscoderAgent | com.apple.imtranscoderagent | 1.0 | 7 "
      "| 2416C26A-72A8-4687-AFAA-7FCEB9D77458 | imagent | com.apple.imagent | true | false | "
      "{\"1\":\"2416C26A-72A8-4687-AFAA-7FCEB9D77458\",\"2\":\"IMTranscoderAgent\",\"3\":\"com.apple."
      "imtranscoderagent\",\"4\":\"1.0\",\"5\":\"7\",\"6\":{\"1\":\"EXC_BAD_ACCESS\",\"2\":1},\"8\":"
      "\"imagent\",\"9\":\"com.apple.imagent\",\"10\":1,\"11\":0}\n"
      "byte 188 | deleted | 2023-03-08T20:26:41Z | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL\n");
}

TEST(IosBiomeCrashes, skips_what_is_no_message_and_says_where) {
  EXPECT_EQ(records("ios.biome_crashes", write_segb({.entries = {{"\x0F"}, {crash()}}}, 1), path),
            "skip byte 56: protobuf has a field of an unknown kind at byte 0\n"
            "byte 96 | written | 2023-03-08T20:26:40Z | IMTranscoderAgent | com.apple.imtranscoderagent | "
            "1.0 | 7 | 2416C26A-72A8-4687-AFAA-7FCEB9D77458 | imagent | com.apple.imagent | true | false | "
            "{\"1\":\"2416C26A-72A8-4687-AFAA-7FCEB9D77458\",\"2\":\"IMTranscoderAgent\",\"3\":\"com.apple."
            "imtranscoderagent\",\"4\":\"1.0\",\"5\":\"7\",\"6\":{\"1\":\"EXC_BAD_ACCESS\",\"2\":1},\"8\":"
            "\"imagent\",\"9\":\"com.apple.imagent\",\"10\":1,\"11\":0}\n");
}

TEST(IosBiomeCrashes, leaves_tombstones_to_the_entries) {
  EXPECT_EQ(
      records("ios.biome_crashes", write_segb({.entries = {{crash()}}}, 1),
              "/private/var/db/biome/streams/restricted/OSAnalytics.Stability.Crash/local/tombstone/700"),
      "");
}

}  // namespace bridle::testing

#include "formats/segb.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/segb_builder.h"

namespace bridle {
namespace {

using namespace testing;

std::string shown(std::string_view file) {
  std::string out;
  auto read = read_segb(
      as_bytes(file),
      {.entry =
           [&](const SegbEntry& e) {
             out += fmt::format("byte {} {} {} {} {}\n", e.offset, e.state_name(),
                                e.time ? to_iso8601(*e.time) : "-", to_hex(e.payload),
                                e.has_checksum ? "ok" : "bad");
           },
       .skip = [&](std::uint64_t offset,
                   const Error& why) { out += fmt::format("skip byte {}: {}\n", offset, why.message); }});
  if (!read) return out + read.error().message;
  return out + fmt::format("version {} {}", read->version, read->created ? to_iso8601(*read->created) : "-");
}

const SegbTemplate three{
    .entries = {{"abc"}, {"gone", 700'000'001, 3}, {"", 700'000'002.5}, {"\x08\x01", 0, 9}}};

TEST(Segb, reads_both_versions) {
  EXPECT_EQ(shown(write_segb(three, 1)),
            "byte 56 written 2023-03-08T20:26:40Z 616263 ok\n"
            "byte 96 deleted 2023-03-08T20:26:41Z 00000000 bad\n"
            "byte 136 written 2023-03-08T20:26:42.500Z  ok\n"
            "byte 168 unknown - 0801 ok\n"
            "version 1 2023-02-25T06:40:00Z");
  EXPECT_EQ(shown(write_segb(three, 2)),
            "byte 32 written 2023-03-08T20:26:40Z 616263 ok\n"
            "byte 44 deleted 2023-03-08T20:26:41Z 00000000 bad\n"
            "byte 56 written 2023-03-08T20:26:42.500Z  ok\n"
            "byte 64 unknown - 0801 ok\n"
            "version 2 2023-02-25T06:40:00Z");
}

TEST(Segb, passes_over_unused_entries) {
  SegbTemplate segment{.entries = {{"a"}, {"", 0, 4}, {"b"}}};
  EXPECT_EQ(shown(write_segb(segment, 1)),
            "byte 56 written 2023-03-08T20:26:40Z 61 ok\n"
            "byte 128 written 2023-03-08T20:26:40Z 62 ok\n"
            "version 1 2023-02-25T06:40:00Z");
}

TEST(Segb, tells_a_changed_payload) {
  std::string file = write_segb({.entries = {{"abc"}}}, 2);
  file[40] = 'x';
  EXPECT_EQ(shown(file),
            "byte 32 written 2023-03-08T20:26:40Z 786263 bad\n"
            "version 2 2023-02-25T06:40:00Z");
}

TEST(Segb, keeps_what_stands_before_damage) {
  std::string first = write_segb(three, 1);
  first[96 + 3] = '\x7F';
  EXPECT_EQ(shown(first),
            "byte 56 written 2023-03-08T20:26:40Z 616263 ok\n"
            "skip byte 96: the length of an entry leads out of the segment\n"
            "version 1 2023-02-25T06:40:00Z");
  EXPECT_EQ(shown(std::string_view(first).substr(0, 80)),
            "skip byte 0: the segment ends before its data does\n"
            "version 1 2023-02-25T06:40:00Z");
  std::string second = write_segb(three, 2);
  second[second.size() - 16] = '\x7F';
  second[second.size() - 31] = '\x7F';
  EXPECT_EQ(shown(second),
            "byte 32 written 2023-03-08T20:26:42.500Z 616263000000000000000000000000000000000000000000 bad\n"
            "byte 64 unknown - 0801 ok\n"
            "byte 76 written 2023-03-08T20:26:40Z "
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "0000000000002a0000000900000000000000000000002000000001 bad\n"
            "skip byte 170: an entry ends where it cannot\n"
            "version 2 2023-02-25T06:40:00Z");
  second[7] = '\x7F';
  EXPECT_EQ(shown(second), "the number of entries does not fit the segment");
}

TEST(Segb, refuses_other_files) {
  EXPECT_EQ(shown(""), "the segment is shorter than its header");
  EXPECT_EQ(shown(std::string(100, 'x')), "no segment of a Biome stream");
}

TEST(Segb, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-biome-segb/biome");
  EXPECT_EQ(shown(content_of(folder / "Device.Power.LowPowerMode.v1.segb")),
            "byte 56 deleted 2023-07-01T20:16:19.803658Z 0000 bad\n"
            "byte 96 deleted 2023-07-01T20:32:26.155576Z 0000 bad\n"
            "byte 136 deleted 2023-08-04T02:46:51.800923Z 0000 bad\n"
            "byte 176 deleted 2023-08-17T03:47:40.313677Z 0000 bad\n"
            "byte 216 deleted 2023-12-23T21:32:32.236330Z 0000 bad\n"
            "byte 256 deleted 2024-01-13T16:23:38.189163Z 0000 bad\n"
            "byte 296 deleted 2024-01-22T16:46:42.582730Z 0000 bad\n"
            "byte 336 deleted 2024-01-23T17:26:31.433427Z 0000 bad\n"
            "byte 376 deleted 2024-01-25T16:41:33.009298Z 0000 bad\n"
            "byte 416 deleted 2024-01-25T17:24:05.200042Z 0000 bad\n"
            "byte 456 deleted 2024-05-17T01:20:51.506064Z 0000 bad\n"
            "byte 496 deleted 2024-05-17T01:20:51.506064Z 0000 bad\n"
            "byte 536 written 2024-07-04T16:23:59.380115Z 0800 ok\n"
            "byte 576 written 2024-07-04T16:23:59.380115Z 0800 ok\n"
            "byte 616 written 2024-07-26T16:27:40.342660Z 0800 ok\n"
            "byte 656 written 2024-07-26T16:27:40.342660Z 0800 ok\n"
            "version 1 2024-07-26T16:27:40.342660Z");
  EXPECT_EQ(shown(content_of(folder / "Device.Display.TrueTone.v2.segb")),
            "byte 32 deleted 2024-01-25T17:18:57.679192Z 0000 bad\n"
            "byte 44 deleted 2024-05-17T01:20:49.415944Z 0000 bad\n"
            "byte 56 deleted 2024-05-17T01:20:49.415944Z 0000 bad\n"
            "byte 68 written 2024-07-04T16:23:56.529720Z 0801 ok\n"
            "byte 80 written 2024-07-04T16:23:56.529720Z 0801 ok\n"
            "byte 92 written 2024-07-26T16:27:37.798253Z 0801 ok\n"
            "byte 104 written 2024-07-26T16:27:37.798253Z 0801 ok\n"
            "version 2 2024-01-25T17:18:57.680277Z");
  EXPECT_EQ(shown(content_of(folder / "Device.Display.Backlight.tahoe26.v2.segb")),
            "byte 32 written 2026-06-04T05:06:46.649654Z 09dd2753b39fe8c7411001 ok\n"
            "byte 52 written 2026-06-04T05:08:59.622087Z 098ca0cff59fe8c7411011 ok\n"
            "byte 72 written 2026-06-04T05:09:00.538677Z 095ef344f69fe8c7411001 ok\n"
            "byte 92 written 2026-06-04T05:11:34.698643Z 09226d5943a0e8c7411011 ok\n"
            "byte 112 written 2026-06-04T05:11:34.753852Z 09397e6043a0e8c7411001 ok\n"
            "byte 132 written 2026-06-06T09:50:14.446489Z 098d26396b12eac7411011 ok\n"
            "byte 152 written 2026-06-06T09:50:14.593346Z 09c3f24b6b12eac7411001 ok\n"
            "byte 172 written 2026-06-06T09:54:39.549526Z 09de56c6ef12eac7411040 ok\n"
            "version 2 2026-06-04T05:06:46.665636Z");
}

}  // namespace
}  // namespace bridle

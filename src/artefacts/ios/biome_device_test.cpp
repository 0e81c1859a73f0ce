#include <gtest/gtest.h>

#include "testing/biome_builder.h"
#include "testing/corpus.h"
#include "testing/records.h"
#include "testing/segb_builder.h"

namespace bridle::testing {
namespace {

std::string path_of(const std::string& stream) {
  return "/private/var/mobile/Library/Biome/streams/restricted/" + stream + "/local/700";
}

std::string in_stream(const std::string& stream, const SegbTemplate& segment) {
  return records("ios.biome_device", write_segb(segment, 2), path_of(stream));
}

}  // namespace

TEST(IosBiomeDevice, reads_boots_and_locks) {
  EXPECT_EQ(
      in_stream("Device.BootSession",
                {.entries =
                     {{WireBuilder().text(1, "9C4D4A3E-0000-4A3E-9C4D-000000000001").number(2, 1).write()},
                      {WireBuilder().text(1, "9C4D4A3E-0000-4A3E-9C4D-000000000001").number(2, 0).write()}}}),
      "byte 32 | Device.BootSession | written | 2023-03-08T20:26:40Z | NULL | NULL | 1 | started | NULL | "
      "9C4D4A3E-0000-4A3E-9C4D-000000000001\n"
      "byte 80 | Device.BootSession | written | 2023-03-08T20:26:40Z | NULL | NULL | 0 | ended | NULL | "
      "9C4D4A3E-0000-4A3E-9C4D-000000000001\n");
  EXPECT_EQ(
      in_stream("Device.ScreenLocked", {.entries = {{WireBuilder().number(1, 1).write()}, {"x", 7e8, 3}}}),
      "byte 32 | Device.ScreenLocked | written | 2023-03-08T20:26:40Z | NULL | NULL | 1 | locked | NULL | "
      "NULL\n"
      "byte 44 | Device.ScreenLocked | deleted | 2023-03-08T20:26:40Z | NULL | NULL | NULL | NULL | NULL | "
      "NULL\n");
  EXPECT_EQ(
      in_stream(
          "_DKEvent.Keybag.IsLocked",
          {.entries = {{moved_event_bytes("/keybag/isLocked", WireBuilder().number(4, 1), "").write()}}}),
      "byte 32 | Keybag.IsLocked | written | 2023-03-08T20:26:40Z | 2023-03-08T20:26:40Z | "
      "2023-03-08T20:27:40Z | 1 | locked | NULL | NULL\n");
}

TEST(IosBiomeDevice, reads_networks) {
  EXPECT_EQ(
      in_stream("Device.Wireless.WiFi", {.entries = {{WireBuilder().text(1, "Cafe").number(2, 1).write()}}}),
      "byte 32 | Device.Wireless.WiFi | written | 2023-03-08T20:26:40Z | NULL | NULL | 1 | connected | Cafe "
      "| NULL\n");
  EXPECT_EQ(
      in_stream(
          "_DKEvent.Wifi.Connection",
          {.entries = {{moved_event_bytes("/wifi/connection", WireBuilder().text(3, "Cafe"), "").write()}}}),
      "byte 32 | Wifi.Connection | written | 2023-03-08T20:26:40Z | 2023-03-08T20:26:40Z | "
      "2023-03-08T20:27:40Z | NULL | NULL | Cafe | NULL\n");
}

TEST(IosBiomeDevice, skips_what_is_no_message_and_says_where) {
  EXPECT_EQ(in_stream("Device.ScreenLocked", {.entries = {{"\x0F"}}}),
            "skip byte 32: protobuf has a field of an unknown kind at byte 0\n");
}

TEST(IosBiomeDevice, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-biome-segb/biome");
  EXPECT_EQ(records("ios.biome_device", content_of(folder / "Device.Power.LowPowerMode.v1.segb"),
                    path_of("Device.Power.LowPowerMode")),
            "byte 56 | Device.Power.LowPowerMode | deleted | 2023-07-01T20:16:19.803658Z | NULL | NULL | "
            "NULL | NULL | NULL | NULL\n"
            "byte 96 | Device.Power.LowPowerMode | deleted | 2023-07-01T20:32:26.155576Z | NULL | NULL | "
            "NULL | NULL | NULL | NULL\n"
            "byte 136 | Device.Power.LowPowerMode | deleted | 2023-08-04T02:46:51.800923Z | NULL | NULL | "
            "NULL | NULL | NULL | NULL\n"
            "byte 176 | Device.Power.LowPowerMode | deleted | 2023-08-17T03:47:40.313677Z | NULL | NULL | "
            "NULL | NULL | NULL | NULL\n"
            "byte 216 | Device.Power.LowPowerMode | deleted | 2023-12-23T21:32:32.236330Z | NULL | NULL | "
            "NULL | NULL | NULL | NULL\n"
            "byte 256 | Device.Power.LowPowerMode | deleted | 2024-01-13T16:23:38.189163Z | NULL | NULL | "
            "NULL | NULL | NULL | NULL\n"
            "byte 296 | Device.Power.LowPowerMode | deleted | 2024-01-22T16:46:42.582730Z | NULL | NULL | "
            "NULL | NULL | NULL | NULL\n"
            "byte 336 | Device.Power.LowPowerMode | deleted | 2024-01-23T17:26:31.433427Z | NULL | NULL | "
            "NULL | NULL | NULL | NULL\n"
            "byte 376 | Device.Power.LowPowerMode | deleted | 2024-01-25T16:41:33.009298Z | NULL | NULL | "
            "NULL | NULL | NULL | NULL\n"
            "byte 416 | Device.Power.LowPowerMode | deleted | 2024-01-25T17:24:05.200042Z | NULL | NULL | "
            "NULL | NULL | NULL | NULL\n"
            "byte 456 | Device.Power.LowPowerMode | deleted | 2024-05-17T01:20:51.506064Z | NULL | NULL | "
            "NULL | NULL | NULL | NULL\n"
            "byte 496 | Device.Power.LowPowerMode | deleted | 2024-05-17T01:20:51.506064Z | NULL | NULL | "
            "NULL | NULL | NULL | NULL\n"
            "byte 536 | Device.Power.LowPowerMode | written | 2024-07-04T16:23:59.380115Z | NULL | NULL | 0 "
            "| off | NULL | NULL\n"
            "byte 576 | Device.Power.LowPowerMode | written | 2024-07-04T16:23:59.380115Z | NULL | NULL | 0 "
            "| off | NULL | NULL\n"
            "byte 616 | Device.Power.LowPowerMode | written | 2024-07-26T16:27:40.342660Z | NULL | NULL | 0 "
            "| off | NULL | NULL\n"
            "byte 656 | Device.Power.LowPowerMode | written | 2024-07-26T16:27:40.342660Z | NULL | NULL | 0 "
            "| off | NULL | NULL\n");
  EXPECT_EQ(records("ios.biome_device", content_of(folder / "Device.Display.Backlight.tahoe26.v2.segb"),
                    path_of("Device.Display.Backlight")),
            "byte 32 | Device.Display.Backlight | written | 2026-06-04T05:06:46.649654Z | "
            "2026-06-04T05:06:46.649654Z | NULL | 1 | NULL | NULL | NULL\n"
            "byte 52 | Device.Display.Backlight | written | 2026-06-04T05:08:59.622087Z | "
            "2026-06-04T05:08:59.622087Z | NULL | 17 | NULL | NULL | NULL\n"
            "byte 72 | Device.Display.Backlight | written | 2026-06-04T05:09:00.538677Z | "
            "2026-06-04T05:09:00.538677Z | NULL | 1 | NULL | NULL | NULL\n"
            "byte 92 | Device.Display.Backlight | written | 2026-06-04T05:11:34.698643Z | "
            "2026-06-04T05:11:34.698643Z | NULL | 17 | NULL | NULL | NULL\n"
            "byte 112 | Device.Display.Backlight | written | 2026-06-04T05:11:34.753852Z | "
            "2026-06-04T05:11:34.753852Z | NULL | 1 | NULL | NULL | NULL\n"
            "byte 132 | Device.Display.Backlight | written | 2026-06-06T09:50:14.446489Z | "
            "2026-06-06T09:50:14.446489Z | NULL | 17 | NULL | NULL | NULL\n"
            "byte 152 | Device.Display.Backlight | written | 2026-06-06T09:50:14.593346Z | "
            "2026-06-06T09:50:14.593346Z | NULL | 1 | NULL | NULL | NULL\n"
            "byte 172 | Device.Display.Backlight | written | 2026-06-06T09:54:39.549526Z | "
            "2026-06-06T09:54:39.549526Z | NULL | 64 | NULL | NULL | NULL\n");
}

}  // namespace bridle::testing

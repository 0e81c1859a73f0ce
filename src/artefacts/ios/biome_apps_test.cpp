#include <gtest/gtest.h>

#include "testing/biome_builder.h"
#include "testing/records.h"
#include "testing/segb_builder.h"

namespace bridle::testing {
namespace {

std::string in_stream(const std::string& stream, const SegbTemplate& segment, int version = 2) {
  return records("ios.biome_apps", write_segb(segment, version),
                 "/private/var/mobile/Library/Biome/streams/restricted/" + stream + "/local/700");
}

}  // namespace

TEST(IosBiomeApps, reads_apps_in_front) {
  EXPECT_EQ(in_stream("App.InFocus", {.entries = {{WireBuilder()
                                                       .number(2, 1)
                                                       .number(3, 1)
                                                       .fixed64(4, real_bits(700'000'000.5))
                                                       .text(6, "com.example.app")
                                                       .text(9, "1.2")
                                                       .write()},
                                                  {"gone", 700'000'001, 3}}}),
            "byte 32 | App.InFocus | written | 2023-03-08T20:26:40Z | 2023-03-08T20:26:40.500Z | NULL | "
            "com.example.app | NULL | true | NULL | NULL | [\"1.2\"]\n"
            "byte 76 | App.InFocus | deleted | 2023-03-08T20:26:41Z | NULL | NULL | NULL | NULL | NULL | "
            "NULL | NULL | NULL\n");
  EXPECT_EQ(
      in_stream("_DKEvent.App.InFocus",
                {.entries = {{moved_event_bytes("/app/inFocus", WireBuilder().text(3, "com.example.app"), "x")
                                  .write()}}},
                1),
      "byte 56 | App.InFocus | written | 2023-03-08T20:26:40Z | 2023-03-08T20:26:40Z | 2023-03-08T20:27:40Z "
      "| com.example.app | NULL | NULL | NULL | A0B1C2D3-0000-0000-0000-000000000001 | [\"x\"]\n");
}

TEST(IosBiomeApps, reads_installations_and_intents) {
  EXPECT_EQ(
      in_stream(
          "_DKEvent.App.Install",
          {.entries = {{moved_event_bytes("/app/install", WireBuilder().text(3, "com.example.app"), "Example")
                            .write()}}}),
      "byte 32 | App.Install | written | 2023-03-08T20:26:40Z | 2023-03-08T20:26:40Z | 2023-03-08T20:27:40Z "
      "| NULL | com.example.app | NULL | NULL | A0B1C2D3-0000-0000-0000-000000000001 | [\"Example\"]\n");
  EXPECT_EQ(in_stream("AppIntent", {.entries = {{WireBuilder()
                                                     .fixed64(1, real_bits(700'000'000))
                                                     .text(2, "com.apple.MobileSMS")
                                                     .text(4, "INSendMessageIntent")
                                                     .text(5, "SendMessage")
                                                     .write()}}}),
            "byte 32 | App.Intent | written | 2023-03-08T20:26:40Z | 2023-03-08T20:26:40Z | NULL | "
            "com.apple.MobileSMS | NULL | NULL | INSendMessageIntent SendMessage | NULL | NULL\n");
}

TEST(IosBiomeApps, skips_forms_that_are_not_known_and_says_where) {
  EXPECT_EQ(in_stream("App.InFocus", {.entries = {{WireBuilder().number(3, 1).write()}}}),
            "skip byte 32: an entry that names no app in a known form\n");
  EXPECT_EQ(records("ios.biome_apps", "text that is long enough for a header",
                    "/private/var/mobile/Library/Biome/streams/restricted/App.InFocus/local/700"),
            "failed: unsupported: no segment of a Biome stream\n");
}

}  // namespace bridle::testing

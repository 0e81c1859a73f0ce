#include <gtest/gtest.h>

#include "testing/biome_builder.h"
#include "testing/records.h"
#include "testing/segb_builder.h"

namespace bridle::testing {
namespace {

std::string in_stream(const std::string& stream, const SegbTemplate& segment) {
  return records("ios.biome_web", write_segb(segment, 2),
                 "/private/var/mobile/Library/Biome/streams/restricted/" + stream + "/local/700");
}

}  // namespace

TEST(IosBiomeWeb, reads_the_history) {
  EXPECT_EQ(
      in_stream("_DKEvent.Safari.History",
                {.entries = {{moved_event_bytes("/safari/history",
                                                WireBuilder().text(3, "https://example.org/a"), "A page")
                                  .write()},
                             {"gone", 700'000'001, 3}}}),
      "byte 32 | Safari.History | written | 2023-03-08T20:26:40Z | 2023-03-08T20:26:40Z | "
      "2023-03-08T20:27:40Z | https://example.org/a | NULL | A page | NULL | "
      "A0B1C2D3-0000-0000-0000-000000000001\n"
      "byte 164 | Safari.History | deleted | 2023-03-08T20:26:41Z | NULL | NULL | NULL | NULL | NULL | NULL "
      "| NULL\n");
}

TEST(IosBiomeWeb, reads_the_use_of_the_web_by_apps) {
  EXPECT_EQ(in_stream("App.WebUsage", {.entries = {{WireBuilder()
                                                        .text(1, "GUID")
                                                        .fixed64(2, real_bits(700'000'000))
                                                        .text(4, "https://example.org/a")
                                                        .text(5, "example.org")
                                                        .text(6, "com.example.app")
                                                        .write()}}}),
            "byte 32 | App.WebUsage | written | 2023-03-08T20:26:40Z | 2023-03-08T20:26:40Z | NULL | "
            "https://example.org/a | example.org | NULL | com.example.app | GUID\n");
}

TEST(IosBiomeWeb, finds_the_address_in_a_form_that_is_not_known) {
  EXPECT_EQ(in_stream("Safari.Navigations",
                      {.entries = {{WireBuilder()
                                        .number(1, 1)
                                        .message(2, WireBuilder().text(9, "https://example.org/"))
                                        .write()},
                                   {WireBuilder().number(1, 1).write()}}}),
            "byte 32 | Safari.Navigations | written | 2023-03-08T20:26:40Z | NULL | NULL | "
            "https://example.org/ | NULL | NULL | NULL | NULL\n"
            "skip byte 68: an entry that names no page in a known form\n");
}

}  // namespace bridle::testing

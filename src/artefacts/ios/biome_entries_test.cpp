#include <gtest/gtest.h>

#include <algorithm>

#include "testing/corpus.h"
#include "testing/records.h"
#include "testing/segb_builder.h"
#include "testing/wire_builder.h"

namespace bridle::testing {
namespace {

constexpr const char* notifications =
    "/private/var/mobile/Library/Biome/streams/public/Notification/local/700000000000000";

const SegbTemplate segment{.entries = {{WireBuilder().text(1, "https://example.org/a").number(2, 1).write()},
                                       {"gone", 700'000'001, 3},
                                       {"\xFF"}}};

}  // namespace

TEST(IosBiomeEntries, reads_both_versions_and_deleted_entries) {
  EXPECT_EQ(records("ios.biome_entries", write_segb(segment, 1), notifications),
            "byte 56 | Notification | public | local | written | 2023-03-08T20:26:40Z | 25 | true | false | "
            "700000000000000 | {\"1\":\"https://example.org/a\",\"2\":1}\n"
            "  mined content plain https://example.org/a\n"
            "byte 120 | Notification | public | local | deleted | 2023-03-08T20:26:41Z | 4 | false | false | "
            "700000000000000 | NULL\n"
            "byte 160 | Notification | public | local | written | 2023-03-08T20:26:40Z | 1 | true | false | "
            "700000000000000 | NULL\n");
  EXPECT_EQ(records("ios.biome_entries", write_segb(segment, 2), notifications),
            "byte 32 | Notification | public | local | written | 2023-03-08T20:26:40Z | 25 | true | false | "
            "700000000000000 | {\"1\":\"https://example.org/a\",\"2\":1}\n"
            "  mined content plain https://example.org/a\n"
            "byte 68 | Notification | public | local | deleted | 2023-03-08T20:26:41Z | 4 | false | false | "
            "700000000000000 | NULL\n"
            "byte 80 | Notification | public | local | written | 2023-03-08T20:26:40Z | 1 | true | false | "
            "700000000000000 | NULL\n");
}

TEST(IosBiomeEntries, tells_a_tombstone_and_a_remote_device) {
  SegbTemplate one{.entries = {{WireBuilder().text(1, "700").write()}}};
  EXPECT_EQ(records("ios.biome_entries", write_segb(one, 2),
                    "/private/var/db/biome/streams/restricted/App.InFocus/local/tombstone/700"),
            "byte 32 | App.InFocus | restricted | local | written | 2023-03-08T20:26:40Z | 5 | true | true | "
            "700 | {\"1\":\"700\"}\n");
  EXPECT_EQ(records("ios.biome_entries", write_segb(one, 2),
                    "/private/var/mobile/Library/Biome/streams/public/AppIntent/remote/9C/700"),
            "byte 32 | AppIntent | public | 9C | written | 2023-03-08T20:26:40Z | 5 | true | false | 700 | "
            "{\"1\":\"700\"}\n");
}

TEST(IosBiomeEntries, skips_what_is_broken_and_says_where) {
  std::string file = write_segb(segment, 1);
  file[59] = '\x7F';
  EXPECT_EQ(records("ios.biome_entries", file, notifications),
            "skip byte 56: the length of an entry leads out of the segment\n");
  std::string changed = write_segb({.entries = {{WireBuilder().text(1, "abc").write()}}}, 1);
  changed[91] = 'x';
  EXPECT_EQ(records("ios.biome_entries", changed, notifications),
            "byte 56 | Notification | public | local | written | 2023-03-08T20:26:40Z | 5 | false | false | "
            "700000000000000 | {\"1\":\"axc\"}\n"
            "note: entries whose content does not fit its checksum: 1\n");
  EXPECT_EQ(records("ios.biome_entries", "no segment, but long enough for a header", notifications),
            "failed: unsupported: no segment of a Biome stream\n");
}

TEST(IosBiomeEntries, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-biome-segb/biome");
  auto rows = [&](const char* name) {
    std::string text = records("ios.biome_entries", content_of(folder / name), notifications);
    return std::ranges::count(text, '\n');
  };
  EXPECT_EQ(rows("Device.Power.LowPowerMode.v1.segb"), 16);
  EXPECT_EQ(rows("Device.Display.TrueTone.v2.segb"), 7);
  EXPECT_EQ(rows("Device.Display.Backlight.tahoe26.v2.segb"), 8);
}

}  // namespace bridle::testing

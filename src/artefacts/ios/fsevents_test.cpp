#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/deflate.h"
#include "testing/fsevents_builder.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosFsevents, reads_packed_and_plain_files) {
  std::string page = write_fsevents_page({{"tmp/implant", 16, 0x800003, 7}, {"db/x", 17, 0x810, 8}}, 2);
  std::string text = records("ios.fsevents", gzip(page), "/private/var/.fseventsd/0000000000000011");
  EXPECT_EQ(
      text,
      "byte 12 | /private/var/tmp/implant | created, removed, file | 16 | 7 | 8388611 | 0000000000000011\n"
      "byte 44 | /private/var/db/x | content changed, document created | 17 | 8 | 2064 | 0000000000000011\n");
  EXPECT_EQ(records("ios.fsevents", page, "/private/var/.fseventsd/0000000000000011"), text);
  EXPECT_EQ(records("ios.fsevents", page, "/.fseventsd/0000000000000011"),
            "byte 12 | /tmp/implant | created, removed, file | 16 | 7 | 8388611 | 0000000000000011\n"
            "byte 44 | /db/x | content changed, document created | 17 | 8 | 2064 | 0000000000000011\n");
}

TEST(IosFsevents, skips_what_is_broken_and_says_where) {
  std::string page = write_fsevents_page({{"tmp/implant", 16, 3, 7}}, 1);
  EXPECT_EQ(records("ios.fsevents", page + "?", "/private/var/.fseventsd/11"),
            "byte 12 | /private/var/tmp/implant | created, removed | 16 | NULL | 3 | 11\n"
            "skip byte 36: a page does not begin as one\n");
  std::string packed = gzip(page + page);
  EXPECT_EQ(records("ios.fsevents", packed.substr(0, packed.size() - 10), "/private/var/.fseventsd/11"),
            "byte 12 | /private/var/tmp/implant | created, removed | 16 | NULL | 3 | 11\n"
            "skip byte 36: a page does not begin as one\n"
            "note: the gzip file ends before its content does\n");
  EXPECT_EQ(records("ios.fsevents", "text", "/private/var/.fseventsd/11"),
            "failed: unsupported: no file of .fseventsd\n");
  EXPECT_EQ(records("ios.fsevents", "C2D1A7B6", "/private/var/.fseventsd/fseventsd-uuid"), "");
}

TEST(IosFsevents, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-plaso/fsevents");
  EXPECT_EQ(records("ios.fsevents", content_of(folder / "fsevents-00000000001a0b79"),
                    "/.fseventsd/00000000001a0b79"),
            "byte 12 | / | mounted | 1704168 | 0 | 33554432 | 00000000001a0b79\n"
            "byte 33 | /.DS_Store | metadata changed, content changed, file | 1706872 | 99 | 8388628 | "
            "00000000001a0b79\n"
            "byte 63 | /Hi, Sierra | renamed, folder | 1706838 | 116 | 16777224 | 00000000001a0b79\n"
            "byte 94 | /this_is_a_tes\"tfile 2txt.txt | renamed, finder information changed, file | 1705355 "
            "| 115 | 8388680 | 00000000001a0b79\n"
            "byte 143 | /this_is_a_tes\"tfile copy.txt | created, metadata changed, renamed, content "
            "changed, finder information changed, permissions changed, attribute changed, attribute removed, "
            "file | 1705351 | 115 | 8390493 | 00000000001a0b79\n"
            "byte 192 | /untitled folder | renamed, folder created, folder | 1706837 | 116 | 16777352 | "
            "00000000001a0b79\n");
}

}  // namespace bridle::testing

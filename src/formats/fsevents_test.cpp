#include "formats/fsevents.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "formats/inflate.h"
#include "testing/corpus.h"
#include "testing/fsevents_builder.h"

namespace bridle {
namespace {

using testing::write_fsevents_page;

std::string shown(std::string_view file) {
  std::string out;
  auto read = read_fsevents(
      as_bytes(file),
      {.entry =
           [&](const FseventsEntry& e) {
             out += fmt::format("byte {} {} {:x} [{}] {}\n", e.offset, e.path, e.event_id,
                                fsevents_words(e.flags), e.node_id ? fmt::format("{}", *e.node_id) : "-");
           },
       .skip = [&](std::uint64_t offset,
                   const Error& why) { out += fmt::format("skip byte {}: {}\n", offset, why.message); }});
  return read ? out : out + read.error().message;
}

const std::vector<testing::FseventsTemplate> two{{"private/var/tmp/x", 16, 0x800001, 7},
                                                 {"", 17, 0x80000000, 8}};

TEST(Fsevents, reads_every_version) {
  EXPECT_EQ(shown(write_fsevents_page(two, 1) + write_fsevents_page(two, 2) + write_fsevents_page(two, 3)),
            "byte 12 private/var/tmp/x 10 [created, file] -\n"
            "byte 42  11 [0x80000000] -\n"
            "byte 67 private/var/tmp/x 10 [created, file] 7\n"
            "byte 105  11 [0x80000000] 8\n"
            "byte 138 private/var/tmp/x 10 [created, file] 7\n"
            "byte 180  11 [0x80000000] 8\n");
}

TEST(Fsevents, keeps_what_stands_before_damage) {
  std::string file = write_fsevents_page(two, 2);
  EXPECT_EQ(shown(std::string_view(file).substr(0, file.size() - 3)),
            "skip byte 0: the file ends inside a page\n"
            "byte 12 private/var/tmp/x 10 [created, file] 7\n"
            "skip byte 50: a page ends inside an entry\n");
  EXPECT_EQ(shown(file + "9SLD"),
            "byte 12 private/var/tmp/x 10 [created, file] 7\n"
            "byte 50  11 [0x80000000] 8\n"
            "skip byte 71: a page does not begin as one\n");
  file[8] = 4;
  EXPECT_EQ(shown(file), "skip byte 0: a page does not begin as one\n");
  EXPECT_EQ(shown("x"), "no file of .fseventsd");
}

TEST(Fsevents, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-plaso/fsevents");
  auto rows = [&](const char* name) {
    std::string packed = testing::content_of(folder / name);
    return std::ranges::count(shown(inflate_gzip(as_bytes(packed), 1 << 20)->bytes), '\n');
  };
  EXPECT_EQ(rows("fsevents-0000000002d89b58"), 12);  // as plaso reads
  EXPECT_EQ(rows("fsevents-00000000001a0b79"), 6);
}

}  // namespace
}  // namespace bridle

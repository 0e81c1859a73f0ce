#include "evidence/archive_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include "evidence/recognise.h"
#include "testing/dump_builder.h"

namespace bridle {
namespace {

using testing::DumpBuilder;
using testing::DumpFile;
using testing::Packing;

std::string packed(Packing packing, const std::vector<DumpFile>& files) {
  std::string path = "/tmp/bridle-archive-XXXXXX";
  ::close(::mkstemp(path.data()));
  auto builder = DumpBuilder::begin(path, packing).value();
  for (const DumpFile& file : files) EXPECT_TRUE(builder->add(file));
  EXPECT_TRUE(builder->finish());
  Fd made = open_for_reading(path).value();
  EXPECT_TRUE(is_archive(made));
  ::unlink(path.c_str());
  return read_whole(made, 1 << 20).value();
}

// One line an entry, one a skip, and how it ended.
std::string listed(const std::string& archive) {
  prepare_archive_names();
  auto source = view_source(as_bytes(archive));
  auto reader = ArchiveReader::open(*source);
  if (!reader) return reader.error().message;
  std::string text;
  auto skip = [&](const std::string& where, const Error& why) {
    text += where + " skipped: " + why.message + "\n";
  };
  for (;;) {
    auto entry = (*reader)->next(skip);
    if (!entry) return text + std::string(name(entry.error().fault)) + "\n";
    if (*entry == nullptr) return text;
    const DumpEntry& e = **entry;
    text += std::to_string(e.member) + " " + std::string(e.path) + " " + std::string(name(e.type));
    if (!e.target.empty()) text += " -> " + std::string(e.target);
    std::string content, stored;
    if (e.offset && e.size) stored = archive.substr(*e.offset, *e.size);
    if (e.type == DumpEntryType::file) {
      auto read = (*reader)->content(1 << 20, [&](Bytes bytes) -> Result<> {
        content += as_text(bytes);
        return {};
      });
      text += " '" + content + "'" + (read ? "" : " " + std::string(name(read.error().fault)));
      if (e.offset && read) {
        EXPECT_EQ(stored, content) << "an entry that stands as it is, is where the reader says";
      }
    }
    text += "\n";
  }
}

const std::vector<DumpFile> files = {
    {.path = "private/var/gr\u00fc\u00df\u4f60.txt", .content = "one"},
    {.path = std::string(300, 'd') + "/" + std::string(300, 'n'), .content = "two"},
    {.path = "private/link", .target = "/etc/passwd"},
    {.path = "../leaves", .content = "three"},
    {.path = "private/var/last", .content = "four"}};
const std::string expected =
    "1 private/var/gr\u00fc\u00df\u4f60.txt file 'one'\n2 " + std::string(300, 'd') + "/" +
    std::string(300, 'n') +
    " file 'two'\n3 private/link link -> /etc/passwd\nentry 4 skipped: its path is empty, leaves "
    "the archive or is longer than 4096 bytes: refused\n5 private/var/last file 'four'\n";

TEST(ArchiveReader, reads_the_same_from_every_archive) {
  for (Packing packing : {Packing::tar, Packing::tar_gz, Packing::zip, Packing::zip_stored})
    EXPECT_EQ(listed(packed(packing, files)), expected) << name(packing);
}

TEST(ArchiveReader, lists_a_cut_off_archive_up_to_the_cut) {
  std::string tar = packed(Packing::tar, files);
  EXPECT_EQ(listed(tar.substr(0, 2048)), "1 private/var/gr\u00fc\u00df\u4f60.txt file 'one'\ntruncated\n");
}

TEST(ArchiveReader, survives_cuts_anywhere) {
  for (Packing packing : {Packing::tar, Packing::tar_gz, Packing::zip}) {
    std::string whole = packed(packing, files);
    for (std::size_t cut = 0; cut < whole.size(); cut += 37) (void)listed(whole.substr(0, cut));
  }
}

TEST(ArchiveReader, gives_up_on_what_is_no_archive_and_says_where) {
  EXPECT_EQ(listed(std::string(600, 'x')), "the archive is cut off at byte 600 of 600");
}

}  // namespace
}  // namespace bridle

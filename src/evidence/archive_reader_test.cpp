#include "evidence/archive_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include "evidence/recognise.h"
#include "testing/apk_builder.h"
#include "testing/dump_builder.h"

namespace bridle {
namespace {

using testing::DumpBuilder;
using testing::DumpFile;
using testing::Packing;

std::string packed(Packing packing, const std::vector<DumpFile>& files, const std::string& encryption = {}) {
  std::string path = "/tmp/bridle-archive-XXXXXX";
  ::close(::mkstemp(path.data()));
  auto builder = DumpBuilder::begin(path, packing, encryption).value();
  for (const DumpFile& file : files) EXPECT_TRUE(builder->add(file));
  EXPECT_TRUE(builder->finish());
  Fd made = open_for_reading(path).value();
  EXPECT_TRUE(is_archive(made));
  ::unlink(path.c_str());
  return read_whole(made, 64 << 20).value();
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

// A phone writes the wall clock alone, libarchive the moment in UTC too.
TEST(ArchiveReader, tells_the_packers_clock_from_utc) {
  prepare_archive_names();
  std::string of_phone = testing::ApkBuilder().member("a", "x").write(),
              of_computer = packed(Packing::zip, {{.path = "a", .content = "x", .modified = 1'660'000'000}}),
              tar = packed(Packing::tar, {{.path = "a", .content = "x"}});
  auto first = [](const std::string& archive) {
    auto source = view_source(as_bytes(archive));
    auto reader = ArchiveReader::open(*source).value();
    return *reader->next([](const auto&, const Error&) {}).value();
  };
  EXPECT_TRUE(first(of_phone).modified_is_local);
  EXPECT_EQ(to_iso8601(first(of_phone).modified.value()), "2024-01-01T00:00:00Z");
  EXPECT_FALSE(first(of_computer).modified_is_local);
  EXPECT_EQ(first(of_computer).modified, Time{1'660'000'000'000'000'000});
  EXPECT_FALSE(first(tar).modified_is_local);
  EXPECT_FALSE(first(of_phone.substr(0, of_phone.size() - 3)).modified_is_local);
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

// How many entries and skips there are, the last path, and how it ended.
std::string counted(const std::string& archive) {
  prepare_archive_names();
  auto source = view_source(as_bytes(archive));
  auto reader = ArchiveReader::open(*source);
  if (!reader) return reader.error().message;
  std::uint64_t entries = 0, skips = 0;
  std::string last, end = "end";
  for (;; ++entries) {
    auto entry = (*reader)->next([&](const std::string&, const Error&) { ++skips; });
    if (!entry) end = name(entry.error().fault);
    if (!entry || *entry == nullptr) break;
    last = (*entry)->path;
  }
  return std::to_string(entries) + " entries, " + std::to_string(skips) + " skips, " + last + ", " + end;
}

constexpr int beyond_16_bits = 70'000;

// A zip of so many entries that its end must be written in the form of zip64.
const std::string& large_zip() {
  static const std::string made = [] {
    std::vector<DumpFile> many;
    for (int i = 0; i < beyond_16_bits; ++i) many.push_back({.path = "private/var/f" + std::to_string(i)});
    return packed(Packing::zip_stored, many);
  }();
  return made;
}

void put_little(std::string& text, std::size_t at, std::uint64_t value, std::size_t width) {
  for (std::size_t i = 0; i < width; ++i) text[at + i] = static_cast<char>(value >> (8 * i));
}

TEST(ArchiveReader, lists_a_zip_of_more_entries_than_16_bits_count) {
  EXPECT_NE(large_zip().find("PK\6\6"), std::string::npos) << "no zip64 end record was written";
  EXPECT_EQ(counted(large_zip()), "70000 entries, 0 skips, private/var/f69999, end");
}

TEST(ArchiveReader, is_not_led_astray_by_an_end_record_that_lies) {
  // Offsets in the zip64 end record: 24 and 32 its counts, 40 the directory's size, 48 its place.
  auto end = large_zip().find("PK\6\6");
  ASSERT_NE(end, std::string::npos);
  for (auto field : {24, 32, 40, 48})
    for (std::uint64_t value :
         {std::uint64_t{0}, std::uint64_t{5}, std::uint64_t{1} << 40, ~std::uint64_t{0}}) {
      auto lying = large_zip();
      put_little(lying, end + static_cast<std::size_t>(field), value, 8);
      auto got = counted(lying);
      // Counts are nobody's business; where the directory is not found, the entries are read from the front.
      EXPECT_THAT(got, ::testing::AnyOf(::testing::StartsWith("70000 entries"),
                                        ::testing::HasSubstr("damaged"), ::testing::HasSubstr("cut off"),
                                        ::testing::HasSubstr("malformed"), ::testing::HasSubstr("truncated")))
          << field << " " << value;
    }
}

TEST(ArchiveReader, lists_an_entry_longer_than_32_bits_and_says_that_its_content_is_not_there) {
  // A local header with a zip64 field that states 5 GiB, stored, and ten bytes of them. Source:
  // APPNOTE 4.5.3.
  constexpr std::uint64_t size = 5ULL << 30;
  std::string zip("PK\3\4\x2d\0\0\0\0\0\0\0\x21\0\0\0\0\0", 18);
  zip += std::string(8, '\xFF');             // both sizes: see the extra field
  zip += std::string("\x03\0\x14\0big", 7);  // lengths of name and extra field, name
  zip += std::string("\x01\0\x10\0", 4) + std::string(16, '\0');
  put_little(zip, zip.size() - 16, size, 8);
  put_little(zip, zip.size() - 8, size, 8);
  zip += "ten bytes.";
  prepare_archive_names();
  auto source = view_source(as_bytes(zip));
  auto reader = ArchiveReader::open(*source);
  ASSERT_TRUE(reader) << reader.error().message;
  auto entry = (*reader)->next([](const std::string&, const Error&) {});
  ASSERT_TRUE(entry && *entry != nullptr);
  EXPECT_EQ((*entry)->path, "big");
  EXPECT_EQ((*entry)->size, size);
  std::uint64_t got = 0;
  auto read = (*reader)->content(8ULL << 30, [&](Bytes bytes) -> Result<> {
    got += bytes.size();
    return {};
  });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().fault, Fault::truncated) << read.error().message;
  EXPECT_LE(got, 10u);
}

TEST(ArchiveReader, says_which_entries_are_encrypted_and_gives_nothing_of_them) {
  for (const char* encryption : {"traditional", "aes256"}) {
    auto zip = packed(Packing::zip, {{.path = "private/var/secret", .content = "the content"}}, encryption);
    EXPECT_EQ(zip.find("the content"), std::string::npos);
    prepare_archive_names();
    auto source = view_source(as_bytes(zip));
    auto reader = ArchiveReader::open(*source).value();
    auto entry = reader->next([](const std::string&, const Error&) {});
    ASSERT_TRUE(entry && *entry != nullptr) << encryption;
    EXPECT_EQ((*entry)->path, "private/var/secret") << encryption;
    EXPECT_TRUE((*entry)->locked) << encryption;
    EXPECT_FALSE((*entry)->offset) << encryption;
    EXPECT_FALSE(reader->content(1 << 20, [](Bytes) -> Result<> { return {}; })) << encryption;
  }
}

TEST(ArchiveReader, gives_up_on_what_is_no_archive_and_says_where) {
  EXPECT_EQ(listed(std::string(600, 'x')), "the archive is cut off at byte 600 of 600");
}

}  // namespace
}  // namespace bridle

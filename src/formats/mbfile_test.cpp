#include "formats/mbfile.h"

#include <gtest/gtest.h>

#include "testing/keyed_archive_builder.h"
#include "testing/mbfile_builder.h"

namespace bridle::testing {
namespace {

/// A record with the bytes and the reader that it borrows.
struct Read {
  explicit Read(std::string content) : bytes(std::move(content)), file(reader.read(as_bytes(bytes))) {}
  std::string bytes;
  MbFileReader reader;
  Result<MbFile> file;
};

TEST(MbFile, reads_every_member) {
  Read read(write_mbfile({.relative_path = "Library/SMS/sms.db",
                          .inode = 1ULL << 40,
                          .size = 4096,
                          .protection_class = 3,
                          .encryption_key = stored_key(3, std::string(40, 'w')),
                          .target = "elsewhere",
                          .digest = std::string(20, 'd'),
                          .extended_attributes = {{"com.apple.quarantine", "0081;"}, {"other", ""}}}));
  ASSERT_TRUE(read.file) << read.file.error().message;
  const MbFile& file = *read.file;
  EXPECT_EQ(file.relative_path, "Library/SMS/sms.db");
  EXPECT_EQ(file.birth->nanoseconds, 1'600'000'000'000'000'000);
  EXPECT_EQ(file.modified->nanoseconds, 1'600'000'100'000'000'000);
  EXPECT_EQ(file.status_changed->nanoseconds, 1'600'000'200'000'000'000);
  EXPECT_EQ(file.mode, 0100644u);
  EXPECT_EQ(file.uid, 501u);
  EXPECT_EQ(file.gid, 501u);
  EXPECT_EQ(file.inode, 1ULL << 40);
  EXPECT_EQ(file.size, 4096u);
  EXPECT_EQ(file.protection_class, 3u);
  EXPECT_EQ(file.encryption_key->protection_class, 3u);
  EXPECT_EQ(file.encryption_key->wrapped.size(), 40u);
  EXPECT_EQ(file.target, "elsewhere");
  EXPECT_EQ(file.digest.size(), 20u);
  Plist plist;
  auto attributes = read_extended_attributes(file.extended_attributes, plist);
  ASSERT_TRUE(attributes);
  ASSERT_EQ(attributes->size(), 2u);
  EXPECT_EQ((*attributes)[0].name, "com.apple.quarantine");
  EXPECT_EQ(as_text((*attributes)[0].value), "0081;");
}

TEST(MbFile, reads_dates_that_are_objects) {
  Read read(write_mbfile({.relative_path = "a", .dates_as_objects = true}));
  ASSERT_TRUE(read.file);
  EXPECT_EQ(read.file->birth->nanoseconds, 1'600'000'000'000'000'000);
}

TEST(MbFile, a_broken_key_is_there_but_empty) {
  Read read(write_mbfile({.relative_path = "a", .encryption_key = "broken"}));
  ASSERT_TRUE(read.file);
  ASSERT_TRUE(read.file->encryption_key);
  EXPECT_TRUE(read.file->encryption_key->wrapped.empty());
}

TEST(MbFile, resolves_the_root_wherever_it_stands) {
  KeyedArchiveBuilder builder;
  auto path = builder.add("late/root");
  Read read(builder.write(builder.add("MBFile", {{"RelativePath", path}, {"Size", -1}})));
  ASSERT_TRUE(read.file);
  EXPECT_EQ(read.file->relative_path, "late/root");
  EXPECT_EQ(read.file->size, std::nullopt);
  EXPECT_EQ(read.file->birth, std::nullopt);
}

TEST(MbFile, refuses_other_archives) {
  KeyedArchiveBuilder builder;
  Read read(builder.write(builder.add("Other", {})));
  EXPECT_EQ(read.file.error().fault, Fault::unsupported);
  Read empty{std::string()};
  EXPECT_EQ(empty.file.error().fault, Fault::truncated);
}

}  // namespace
}  // namespace bridle::testing

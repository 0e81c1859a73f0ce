#include "formats/zip_index.h"

#include <gtest/gtest.h>

#include "testing/apk_builder.h"

namespace bridle {
namespace {

std::string two_members() {
  return testing::ApkBuilder()
      .member("a.txt", "hello hello hello")
      .member("b.bin", "stored", false, {.flags = 1, .method = 0x1234, .header_method = 0})
      .write();
}

ZipMembers members_of(const std::string& zip) {
  auto end = find_zip_end(as_bytes(zip), zip.size());
  EXPECT_TRUE(end) << end.error().message;
  if (!end) return {};
  return read_zip_directory(slice(as_bytes(zip), end->directory_at, end->directory_size), 100);
}

TEST(ZipIndex, reads_members_by_the_directory) {
  std::string zip = two_members();
  auto found = members_of(zip);
  ASSERT_EQ(found.members.size(), 2U);
  EXPECT_FALSE(found.rest);
  EXPECT_EQ(found.members[0].name, "a.txt");
  EXPECT_EQ(found.members[0].size, 17U);
  EXPECT_TRUE(found.members[0].is_deflated());
  EXPECT_TRUE(found.members[1].is_encrypted());
  EXPECT_EQ(found.members[1].method, 0x1234);
  auto header =
      read_zip_header(slice(as_bytes(zip), found.members[1].header_at, zip_header_size), found.members[1]);
  ASSERT_TRUE(header);
  EXPECT_TRUE(header->differs);
  EXPECT_EQ(header->size, zip_header_size + 5);
}

TEST(ZipIndex, finds_the_end_before_foreign_bytes_and_counts_them) {
  std::string zip = two_members() + std::string(1000, 'x');
  auto end = find_zip_end(as_bytes(zip), zip.size());
  ASSERT_TRUE(end);
  EXPECT_EQ(end->trailing, 1000U);
  EXPECT_EQ(end->members, 2U);
}

TEST(ZipIndex, refuses_what_lies_outside_and_keeps_what_stands_before_damage) {
  EXPECT_EQ(find_zip_end(as_bytes("PK"), 2).error().fault, Fault::malformed);
  std::string zip = two_members();
  EXPECT_EQ(find_zip_end(as_bytes(zip).last(22), 22).error().fault, Fault::malformed)
      << "the directory would begin before the file";
  auto end = find_zip_end(as_bytes(zip), zip.size());
  ASSERT_TRUE(end);
  auto cut = read_zip_directory(slice(as_bytes(zip), end->directory_at, end->directory_size - 1), 100);
  EXPECT_EQ(cut.members.size(), 1U);
  ASSERT_TRUE(cut.rest);
  EXPECT_EQ(cut.rest->fault, Fault::truncated);
  EXPECT_EQ(read_zip_directory(slice(as_bytes(zip), end->directory_at, end->directory_size), 1).rest->fault,
            Fault::limit);
  EXPECT_EQ(read_zip_directory(as_bytes("no member at all"), 10).rest->fault, Fault::malformed);
  EXPECT_FALSE(read_zip_header(as_bytes("short"), {}));
}

}  // namespace
}  // namespace bridle

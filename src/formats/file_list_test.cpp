#include "formats/file_list.h"

#include <gtest/gtest.h>

namespace bridle {
namespace {

const ListedFile full{.position = 7,
                      .type = "link",
                      .device_path = "/private/var/a\nb",
                      .stored_path = "filesystem1/private/var/a\nb",
                      .target = "../c",
                      .size = 5,
                      .mode = 0100644,
                      .owner = 501,
                      .group = -2,
                      .modified = Time{-1},
                      .accessed = Time{2},
                      .changed = Time{3},
                      .created = Time{4},
                      .modified_is_local = true};

TEST(FileList, gives_back_what_was_written) {
  std::string list;
  append_listed_file(list, full);
  append_listed_file(list, {.position = 8, .type = "file", .device_path = "/x", .stored_path = "x"});
  FileListReader reader(as_bytes(list));
  auto first = reader.next().value().value();
  EXPECT_EQ(first.position, 7u);
  EXPECT_EQ(first.type, "link");
  EXPECT_EQ(first.device_path, full.device_path);
  EXPECT_EQ(first.stored_path, full.stored_path);
  EXPECT_EQ(first.target, "../c");
  EXPECT_EQ(first.size, 5);
  EXPECT_EQ(first.mode, 0100644);
  EXPECT_EQ(first.owner, 501);
  EXPECT_EQ(first.group, -2);
  EXPECT_EQ(first.modified, Time{-1});
  EXPECT_EQ(first.accessed, Time{2});
  EXPECT_EQ(first.changed, Time{3});
  EXPECT_EQ(first.created, Time{4});
  EXPECT_TRUE(first.modified_is_local);
  auto second = reader.next().value().value();
  EXPECT_EQ(second.device_path, "/x");
  EXPECT_EQ(second.target, "");
  EXPECT_FALSE(second.modified_is_local);
  EXPECT_FALSE(second.size || second.mode || second.owner || second.group);
  EXPECT_FALSE(second.modified || second.accessed || second.changed || second.created);
  EXPECT_FALSE(reader.next().value());
}

TEST(FileList, a_cut_off_list_is_said_and_ends) {
  std::string list;
  append_listed_file(list, full);
  FileListReader reader(as_bytes(std::string_view(list).substr(0, list.size() - 1)));
  EXPECT_EQ(reader.next().error().fault, Fault::truncated);
  EXPECT_FALSE(reader.next().value());
}

TEST(FileList, a_number_that_is_none_is_said_and_ends) {
  std::string list = "1";
  for (const char* field : {"", "file", "/x", "x", "", "many"}) (list += field) += '\0';
  list += std::string(8, '\0');
  FileListReader reader(as_bytes(list));
  EXPECT_EQ(reader.next().error().fault, Fault::malformed);
  EXPECT_FALSE(reader.next().value());
}

TEST(FileList, a_place_below_zero_is_said_and_ends) {
  using namespace std::string_view_literals;
  FileListReader reader(as_bytes("-1\0file\0/a\0a\0\0\0\0\0\0\0\0\0\0\0"sv));
  auto file = reader.next();
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().fault, Fault::malformed);
  EXPECT_FALSE(*reader.next());
}

}  // namespace
}  // namespace bridle

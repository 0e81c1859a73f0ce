#include "evidence/dump_roots.h"

#include <gtest/gtest.h>

namespace bridle {
namespace {

std::string on_device(std::initializer_list<std::string_view> seen, std::string_view path) {
  DumpRoots roots;
  for (std::string_view one : seen) roots.see(one);
  EXPECT_TRUE(roots.found());
  return roots.device_path(path);
}

TEST(DumpRoots, know_every_layout) {
  EXPECT_EQ(on_device({"private/var/mobile/a"}, "private/var/mobile/a"), "/private/var/mobile/a");
  EXPECT_EQ(on_device({"var/mobile/a"}, "var/mobile/a"), "/private/var/mobile/a");
  EXPECT_EQ(on_device({"x/y/private/var/a"}, "x/y/private/var/a"), "/private/var/a");
  EXPECT_EQ(on_device({"x/y/private/var/a"}, "x/y/System/b"), "/System/b");
  EXPECT_EQ(on_device({"mobile/Library/a"}, "wireless/b"), "/private/var/wireless/b");
  EXPECT_EQ(on_device({"fs2/mobile/Library/a"}, "fs2/mobile/Library/a"), "/private/var/mobile/Library/a");
}

TEST(DumpRoots, two_volumes_may_stand_side_by_side) {
  auto seen = {std::string_view("fs1/private/var/a"), std::string_view("fs2/mobile/Library/b")};
  EXPECT_EQ(on_device(seen, "fs1/private/var/a"), "/private/var/a");
  EXPECT_EQ(on_device(seen, "fs2/root/c"), "/private/var/root/c");
  EXPECT_EQ(on_device(seen, "readme.txt"), "/readme.txt");
}

TEST(DumpRoots, what_stands_inside_a_root_is_no_root) {
  auto seen = {std::string_view("private/var/mobile/Documents/private/var/x"),
               std::string_view("Users/mobile/Library/y")};
  EXPECT_EQ(on_device(seen, "private/var/mobile/Documents/private/var/x"),
            "/private/var/mobile/Documents/private/var/x");
  EXPECT_EQ(on_device(seen, "Users/mobile/Library/y"), "/Users/mobile/Library/y");
}

TEST(DumpRoots, nothing_of_a_phone_is_no_root) {
  DumpRoots roots;
  for (std::string_view path :
       {"holiday/a.jpg", "var/log/syslog", "1/2/3/4/5/private/var/a", "private", "var"})
    roots.see(path);
  EXPECT_FALSE(roots.found());
}

TEST(DumpRoots, a_path_is_tidied_or_refused) {
  EXPECT_EQ(DumpRoots::tidy("./private//var/./a/"), "private/var/a");
  EXPECT_EQ(DumpRoots::tidy("/private/var"), "private/var");
  EXPECT_EQ(DumpRoots::tidy("a..b/..c"), "a..b/..c");
  for (std::string_view path : {"", "/", ".", "..", "../a", "a/../b", "a/.."})
    EXPECT_FALSE(DumpRoots::tidy(path)) << path;
  EXPECT_FALSE(DumpRoots::tidy(std::string_view("a\0b", 3)));
  EXPECT_FALSE(DumpRoots::tidy(std::string(5000, 'a')));
}

}  // namespace
}  // namespace bridle

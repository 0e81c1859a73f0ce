#include "formats/dumpsys_packages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bridle {
namespace {

constexpr std::string_view section =
    "Packages:\n"
    "  Package [com.a] (1a):\n"
    "    appId=10101\n"
    "    versionCode=7 minSdk=28 targetSdk=34\n"
    "    versionName=1=2\n"
    "    requested permissions:\n"
    "      android.permission.CAMERA: restricted=true\n"
    "    install permissions:\n"
    "      android.permission.INTERNET: granted=true\n"
    "    User 0: ceDataInode=1 installed=true hidden=false\n"
    "      installReason=4\n"
    "      lastDisabledCaller: com.android.shell\n"
    "      runtime permissions:\n"
    "        android.permission.CAMERA: granted=false, flags=[ USER_SET]\n"
    "      disabledComponents:\n"
    "        com.a.Launcher\n"
    "    User 10: installed=false\n"
    "\n"
    "Hidden system packages:\n"
    "  Package [com.b] (2b):\n"
    "    userId=1000\n"
    "\n"
    "Shared users:\n"
    "  SharedUser [android.uid.system] (3c):\n"
    "    userId=1000\n"
    "\n"
    "Something else:\n"
    "  Package [com.c] (4d):\n";

TEST(DumpPackages, are_read_with_lists_users_and_permissions) {
  DumpPackageReader reader(section);
  auto a = reader.next();
  ASSERT_TRUE(a);
  EXPECT_EQ(a->name, "com.a");
  EXPECT_EQ(a->fact("versionName"), "1=2");
  EXPECT_EQ(a->fact("versionCode"), "7 minSdk=28 targetSdk=34");
  ASSERT_EQ(a->permissions.size(), 3u);
  EXPECT_EQ(a->permissions[0].kind, "requested");
  EXPECT_EQ(a->permissions[1].granted, true);
  EXPECT_EQ(a->permissions[2].user, 0);
  EXPECT_EQ(a->permissions[2].granted, false);
  ASSERT_EQ(a->users.size(), 2u);
  EXPECT_EQ(a->users[0].fact("lastDisabledCaller"), "com.android.shell");
  EXPECT_THAT(a->users[0].disabled_components, ::testing::ElementsAre("com.a.Launcher"));
  EXPECT_EQ(reader.next()->list, "hidden_system");
  EXPECT_EQ(reader.next()->list, "shared_user");
  EXPECT_FALSE(reader.next());
  EXPECT_THAT(reader.notes(),
              ::testing::ElementsAre("headings of packages: 3, blocks read: 3 (with those of shared users)"));
}

TEST(DumpPackages, survive_a_cut_off_block_and_blank_lines_inside) {
  DumpPackageReader reader(
      "Packages:\n  Package [a] (1):\n    userId=1\n\n    versionName=2\n  Package [b] (2):\n    User x: y");
  EXPECT_EQ(reader.next()->fact("versionName"), "2");
  EXPECT_EQ(reader.next()->name, "b");
  EXPECT_FALSE(reader.next());
}

}  // namespace
}  // namespace bridle

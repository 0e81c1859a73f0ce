#include "indicators/stock_names.h"

#include <gtest/gtest.h>

namespace bridle {
namespace {

TEST(StockNames, a_bare_name_or_one_where_ios_keeps_its_programs) {
  ASSERT_NE(stock_name_of("imagent"), nullptr);
  EXPECT_EQ(stock_name_of("imagent")->what, "process of Messages");
  EXPECT_NE(stock_name_of("/System/Library/PrivateFrameworks/IMCore.framework/imagent.app/imagent"), nullptr);
  EXPECT_NE(stock_name_of("/usr/libexec/lockdownd"), nullptr);
}

TEST(StockNames, the_same_name_elsewhere_is_a_disguise) {
  EXPECT_EQ(stock_name_of("/private/var/db/com.apple.xpc.roleaccountd.staging/imagent"), nullptr);
  EXPECT_EQ(stock_name_of("/usr/../private/var/tmp/imagent"), nullptr);
  EXPECT_EQ(stock_name_of("/private/var/tmp/usr/libexec/lockdownd"), nullptr);
}

TEST(StockNames, near_misses_are_none) {
  for (auto name : {"", "Imagent", "imagen", "imagentd", "BackupAgent", "com.apple.WebKit", "/System/"})
    EXPECT_EQ(stock_name_of(name), nullptr) << name;
}

TEST(StockNames, of_android_are_apps_processes_and_programs) {
  for (auto name : {"com.android.phone", "com.android.systemui:screenshot", "vold", "/system/bin/vold",
                    "/apex/com.android.art/bin/installd", "/vendor/bin/hw/wpa_supplicant"})
    EXPECT_NE(android_stock_name_of(name), nullptr) << name;
  for (auto name : {"", "com.android.phone2", "com.android", "com.evil:vold", "/data/local/tmp/vold",
                    "/system/../data/local/tmp/vold", "imagent"})
    EXPECT_EQ(android_stock_name_of(name), nullptr) << name;
  EXPECT_EQ(stock_name_of("vold"), nullptr);
}

TEST(StockNames, every_row_states_what_it_is_and_for_which_versions) {
  for (const StockName& name : stock_names()) {
    EXPECT_FALSE(name.what.empty()) << name.name;
    EXPECT_TRUE(name.versions.starts_with("iOS ")) << name.name;
  }
  for (const StockName& name : android_stock_names()) {
    EXPECT_FALSE(name.what.empty()) << name.name;
    EXPECT_TRUE(name.versions.starts_with("Android ")) << name.name;
  }
}

}  // namespace
}  // namespace bridle

#include "formats/android_manifest.h"

#include <gtest/gtest.h>

#include "testing/axml_builder.h"

namespace bridle {
namespace {

TEST(AndroidManifest, reads_what_an_app_says_of_itself) {
  std::string bytes = testing::hidden_app_manifest();
  auto manifest = read_android_manifest(as_bytes(bytes));
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest->package, "com.example.hidden");
  EXPECT_EQ(manifest->version_code, 7);
  EXPECT_EQ(manifest->version_name, "1.7");
  EXPECT_EQ(manifest->target_sdk, 22);
  EXPECT_TRUE(manifest->is_debuggable);
  EXPECT_FALSE(manifest->is_test_only);
  EXPECT_FALSE(manifest->has_launcher());
  ASSERT_EQ(manifest->permissions.size(), 1U);
  EXPECT_EQ(manifest->permissions[0].name, "android.permission.RECORD_AUDIO");
  ASSERT_EQ(manifest->components.size(), 2U);
  EXPECT_EQ(manifest->components[0].name, "com.example.hidden.Reader");
  EXPECT_EQ(manifest->components[0].is_exported, true);
  EXPECT_EQ(manifest->components[0].roles(), "accessibility");
  EXPECT_EQ(manifest->components[1].roles(), "boot");
  EXPECT_EQ(manifest->components[1].is_exported, std::nullopt);
  EXPECT_FALSE(manifest->rest);
}

TEST(AndroidManifest, an_icon_that_is_switched_off_is_none) {
  auto app = [](bool enabled) {
    return testing::AxmlBuilder()
        .start("manifest")
        .text(0, "package", "a.b")
        .start("activity-alias")
        .text(0x01010003, "name", "Main")
        .truth(0x0101000E, "enabled", enabled)
        .start("intent-filter")
        .start("action")
        .text(0x01010003, "name", "android.intent.action.MAIN")
        .end("action")
        .start("category")
        .text(0x01010003, "name", "android.intent.category.LAUNCHER")
        .end("category")
        .end("intent-filter")
        .end("activity-alias")
        .end("manifest")
        .write();
  };
  auto on = read_android_manifest(as_bytes(app(true)));
  ASSERT_TRUE(on);
  EXPECT_TRUE(on->has_launcher());
  EXPECT_EQ(on->components[0].name, "a.b.Main");
  auto off = read_android_manifest(as_bytes(app(false)));
  ASSERT_TRUE(off);
  EXPECT_FALSE(off->has_launcher());
}

TEST(AndroidManifest, keeps_what_stands_before_damage) {
  std::string bytes = testing::hidden_app_manifest();
  auto manifest = read_android_manifest(as_bytes(bytes).first(bytes.size() - 40));
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest->components.size(), 2U);
  ASSERT_TRUE(manifest->rest);
  EXPECT_EQ(manifest->rest->fault, Fault::truncated);
}

}  // namespace
}  // namespace bridle

#include <gtest/gtest.h>

#include "testing/apk_builder.h"
#include "testing/axml_builder.h"
#include "testing/records.h"

namespace bridle::testing {

namespace {

std::string digest_left_out(std::string text) {
  // The digest of what was built: two blanks tell where it stands.
  auto at = text.find(" | ", text.find(" | ", text.find(" | ") + 3) + 3) + 3;
  return text.replace(at, 64, "SHA256");
}

}  // namespace

TEST(AndroidApkFiles, says_what_an_app_is_built_for) {
  std::string apk = ApkBuilder()
                        .member("AndroidManifest.xml", hidden_app_manifest())
                        .member("classes.dex", "code")
                        .member("classes2.dex", "code", true, {.flags = 1, .header_method = 0})
                        .member("lib/arm64-v8a/libjiagu.so", "native")
                        .member("assets/payload.apk", "PK", false)
                        .write();
  EXPECT_EQ(
      digest_left_out(records("android.apk_files", apk, "androidqf/apks/com.example.hidden.apk")),
      "file | androidqf/apks/com.example.hidden.apk | " + std::to_string(apk.size()) +
          " | SHA256 | com.example.hidden | NULL | 1.7 | 7 | 21 | 22 | NULL | true | false | false | 1 | 2 | "
          "accessibility "
          "boot | 5 | 2 | lib/arm64-v8a/libjiagu.so | assets/payload.apk | Qihoo 360 Jiagu | 1 members "
          "marked as "
          "encrypted\n");
}

TEST(AndroidApkFiles, keeps_the_digest_of_what_is_no_package) {
  EXPECT_EQ(records("android.apk_files", "no zip", "androidqf/apks/a.apk"),
            "file | androidqf/apks/a.apk | 6 | "
            "0a85e2768edd3fa10386bf53cf917b0e1ad30e662cd87966d51fef5ca10ed42d | NULL | "
            "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | 0 | "
            "NULL | NULL | "
            "NULL | NULL\nfailed: malformed: the zip has no end record\n");
}

TEST(AndroidApkFiles, skips_a_manifest_that_cannot_be_read) {
  std::string said = digest_left_out(records(
      "android.apk_files",
      ApkBuilder().member("AndroidManifest.xml", hidden_app_manifest().substr(0, 300)).write(), "a.apk"));
  EXPECT_NE(said.find("skip AndroidManifest.xml: "), std::string::npos) << said;
  said = records("android.apk_files", ApkBuilder().member("a", "b").write(), "a.apk");
  EXPECT_NE(said.find("skip AndroidManifest.xml: the package has no manifest"), std::string::npos) << said;
}

}  // namespace bridle::testing

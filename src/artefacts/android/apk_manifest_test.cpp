#include <gtest/gtest.h>

#include "testing/apk_builder.h"
#include "testing/axml_builder.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidApkManifest, lists_permissions_and_components) {
  std::string said =
      records("android.apk_manifest",
              ApkBuilder().member("AndroidManifest.xml", hidden_app_manifest()).write(), "a.apk");
  for (const char* part :
       {"a.apk | com.example.hidden | uses-permission | android.permission.RECORD_AUDIO | NULL | NULL | NULL "
        "| NULL | "
        "NULL | NULL\n",
        "a.apk | com.example.hidden | service | com.example.hidden.Reader | "
        "android.permission.BIND_ACCESSIBILITY_SERVICE | true | true | NULL | accessibility | "
        "android.accessibilityservice.AccessibilityService\n",
        "a.apk | com.example.hidden | receiver | com.example.hidden.Boot | NULL | NULL | true | NULL | boot "
        "| "
        "android.intent.action.BOOT_COMPLETED\n"})
    EXPECT_NE(said.find(part), std::string::npos) << said;
}

TEST(AndroidApkManifest, fails_without_one) {
  EXPECT_EQ(records("android.apk_manifest", ApkBuilder().member("a", "b").write(), "a.apk"),
            "failed: absent: the package has no manifest\n");
}

}  // namespace bridle::testing

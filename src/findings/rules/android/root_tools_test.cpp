#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidRootToolsRule, tells_apps_programs_and_builds) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_packages(id, kind, package) VALUES(1, 'package', 'me.weishu.kernelsu'), "
               "(2, "
               "'package', 'com.a')")
          .run("INSERT INTO android_apks(id, package, stored) VALUES(1, 'com.topjohnwu.magisk', '{}')")
          .run("INSERT INTO android_root_binaries(id, path) VALUES(1, '/system/bin/su'), (2, '/sbin/su')")
          .run("INSERT INTO android_properties(id, name, value) VALUES(1, 'ro.debuggable', '1'), (2, "
               "'ro.secure', '1'), (3, 'ro.build.tags', 'test-keys'), (4, 'ro.build.type', 'user')")
          .findings("android.root_tools"),
      "medium high undated | An app that manages or hides root access is installed: me.weishu.kernelsu. | "
      "android_packages 1\n"
      "medium high undated | The list of apps holds one that manages or hides root access: "
      "com.topjohnwu.magisk. | android_apks 1\n"
      "high high undated | 2 programs for root access lie on the phone: /system/bin/su and /sbin/su. | "
      "android_root_binaries 1, android_root_binaries 2\n"
      "medium high undated | The system is a build that lets root in (2 properties): ro.debuggable is 1 and "
      "ro.build.tags is test-keys. | android_properties 1, android_properties 3\n");
}

TEST(AndroidRootToolsRule, says_nothing_of_a_stock_phone) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO android_properties(id, name, value) VALUES(1, 'ro.debuggable', '0'), (2, "
                     "'ro.secure', '1'), (3, 'ro.build.tags', 'release-keys'), (4, 'ro.build.type', 'user')")
                .findings("android.root_tools"),
            std::string());
}

}  // namespace bridle::testing

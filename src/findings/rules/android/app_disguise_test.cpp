#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidAppDisguiseRule, names_borrowed_ids_that_no_store_stands_behind) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO android_packages(id, kind, package, installer, is_system) VALUES "
                     "(1, 'package', 'com.google.android.service', 'com.android.shell', 0), "
                     "(2, 'package', 'com.linkedln.service', NULL, 0), "
                     "(3, 'package', 'com.android.settings', NULL, 1), "
                     "(4, 'package', 'com.google.android.gm', 'com.android.vending', 0), "
                     "(5, 'package', 'com.linkedin.android', NULL, 0), "
                     "(6, 'package', 'com.androidapps.notes', NULL, 0), "
                     "(9, 'package', 'cm.google.android.apps.assistant', NULL, 0), "
                     "(7, 'package', 'org.example.app', NULL, 0), "
                     "(8, 'shared_user', 'com.android.system', NULL, 0)")
                .run("INSERT INTO android_apks(id, package, installer, is_system, stored) VALUES "
                     "(1, 'com.android.phone', NULL, 0, '{}'), (2, 'com.andriod.update', NULL, 0, '{}'), "
                     "(3, 'com.android.phone', NULL, 0, '')")
                .findings("android.app_disguise"),
            "medium low undated | Apps are called like part of Android or of Google's own, outside the "
            "system and from no "
            "store: com.google.android.service and com.android.phone. | android_packages 1, android_apks 1\n"
            "medium low undated | Apps that no store installed bear ids a letter away from that of a "
            "well-known maker: "
            "com.linkedln.service (resembles com.linkedin), "
            "cm.google.android.apps.assistant (resembles com.google) and com.andriod.update (resembles "
            "com.android). | "
            "android_packages 2, android_packages 9, android_apks 2\n");
}

TEST(AndroidAppDisguiseRule, is_silent_where_all_is_as_it_should_be) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO android_packages(id, kind, package, installer, is_system) VALUES "
                     "(1, 'package', 'com.whatsapp', 'com.android.shell', 0)")
                .findings("android.app_disguise"),
            "");
}

}  // namespace bridle::testing

#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidSettings, names_the_space_and_the_app) {
  EXPECT_EQ(records("android.settings", R"dump(accessibility_enabled=1
enabled_accessibility_services=com.a/.S:com.b/.T
default_input_method=com.evil.keyboard/.Ime
sms_default_application=com.google.android.apps.messaging
android_id=0123.4
empty=
odd line
)dump",
                    "androidqf/settings_secure.txt"),
            "line 1 | secure | accessibility_enabled | 1 | NULL\n"
            "line 2 | secure | enabled_accessibility_services | com.a/.S:com.b/.T | NULL\n"
            "line 3 | secure | default_input_method | com.evil.keyboard/.Ime | com.evil.keyboard\n"
            "line 4 | secure | sms_default_application | com.google.android.apps.messaging | "
            "com.google.android.apps.messaging\n"
            "line 5 | secure | android_id | 0123.4 | NULL\n"
            "line 6 | secure | empty |  | NULL\n"
            "note: lines of another form, which were passed over: 1\n");
}

}  // namespace bridle::testing

#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidBootloaderRule, tells_unlocked_from_self_signed) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO android_properties(id, name, value) VALUES(1, 'ro.boot.verifiedbootstate', "
                     "'orange'), (2, 'ro.boot.flash.locked', '0'), (3, 'ro.boot.warranty_bit', '1'), (4, "
                     "'ro.boot.veritymode', 'enforcing')")
                .findings("android.bootloader"),
            "medium high undated | The phone did not start a verified system (2 properties): "
            "ro.boot.verifiedbootstate is orange and ro.boot.flash.locked is 0. | android_properties 1, "
            "android_properties 2\n"
            "informational high undated | The phone runs, ran, or is allowed to run, a system of the choice "
            "of its holder: ro.boot.warranty_bit is 1. | android_properties 3\n");
}

TEST(AndroidBootloaderRule, says_nothing_of_a_locked_phone) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO android_properties(id, name, value) VALUES(1, 'ro.boot.verifiedbootstate', "
                     "'green'), (2, 'ro.boot.flash.locked', '1'), (3, 'ro.boot.warranty_bit', '0')")
                .findings("android.bootloader"),
            std::string());
}

}  // namespace bridle::testing

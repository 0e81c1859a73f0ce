#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidProperties, reads_values_of_any_number_of_lines) {
  EXPECT_EQ(records("android.properties", R"dump([ro.build.version.sdk]: [34]
[empty]: []
[persist.sys.boot.reason.history]: [reboot,1700000000
shutdown,userrequested,1600000000]
[ro.product.name]: [a]
odd
[cut]: [off
[next]: [x]
)dump"),
            "line 1 | ro.build.version.sdk | 34\n"
            "line 2 | empty | \n"
            "line 3 | persist.sys.boot.reason.history | reboot,1700000000\n"
            "shutdown,userrequested,1600000000\n"
            "line 5 | ro.product.name | a\n"
            "skip line 7: the value of a property has no end: it stands as far as it goes\n"
            "line 7 | cut | off\n"
            "line 8 | next | x\n"
            "note: lines of another form, which were passed over: 1\n");
}

}  // namespace bridle::testing

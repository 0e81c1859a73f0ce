#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidSelinuxMode, reads_the_word) {
  EXPECT_EQ(records("android.selinux_mode", R"dump(Permissive
)dump",
                    "androidqf/selinux.txt"),
            "line 1 | Permissive\n");
}

}  // namespace bridle::testing

#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidPlatformCompat, reads_overrides_of_every_change) {
  EXPECT_EQ(records("android.platform_compat", R"dump(DUMP OF SERVICE platform_compat:
ChangeId(180326845; name=OTHER; disabled; overridable)
ChangeId(168419799; name=DOWNSCALED; disabled; packageOverrides={com.a=false, org.tor=true}; rawOverrides={org.tor=false, org.gone=false}; overridable)
ChangeId(1; name=EMPTY; rawOverrides={}; packageOverrides={})
ChangeId(x; name=ODD; rawOverrides={a b=c, com.x=true
odd
)dump"),
            "line 3 | DOWNSCALED | 168419799 | package | com.a | true | false\n"
            "line 3 | DOWNSCALED | 168419799 | package | org.tor | true | true\n"
            "line 3 | DOWNSCALED | 168419799 | raw | org.tor | true | false\n"
            "line 3 | DOWNSCALED | 168419799 | raw | org.gone | false | false\n"
            "skip line 5: an override without app or value\n"
            "line 5 | ODD | NULL | raw | com.x | false | true\n"
            "note: lines of another form, which were passed over: 1\n");
}

}  // namespace bridle::testing

#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidAccessibility, reads_samsungs_form) {
  EXPECT_EQ(records("android.accessibility", R"dump(ACCESSIBILITY MANAGER (dumpsys accessibility)

User state[attributes:{id=0, currentUser=true
  mIsBixbyRunning = false
  }
  installed services: {
    0 : com.android.settings/com.samsung.GPUWatch
    1 : com.samsung.accessibility/.Switch
    nonsense
  }
  enabled services: {
    0 : com.evil/.Service
  }
  binding services: {
  }
  bound services:{
  }]
)dump"),
            "line 7 | installed | 0 | com.android.settings | com.android.settings/com.samsung.GPUWatch | "
            "com.samsung.GPUWatch | NULL | NULL\n"
            "line 8 | installed | 0 | com.samsung.accessibility | com.samsung.accessibility/.Switch | "
            "com.samsung.accessibility.Switch | NULL | NULL\n"
            "skip line 9: a line of a list of services without its number\n"
            "line 12 | enabled | 0 | com.evil | com.evil/.Service | com.evil.Service | NULL | NULL\n");
}

TEST(AndroidAccessibility, reads_the_platforms_form) {
  EXPECT_EQ(records("android.accessibility", R"dump(User state[
     attributes:{id=10, touchExplorationEnabled=false, installedServiceCount=1}
     Bound services:{Service[label=My service, feedbackType[FEEDBACK_SPOKEN, FEEDBACK_HAPTIC], capabilities=11, eventTypes=TYPES_ALL_MASK],
                     Service[label=Two, feedbackType[FEEDBACK_SPOKEN], capabilities=1]}
     Enabled services:{{com.evil/com.evil.S}, {com.b/.C}}
     Binding services:{}
     Crashed services:{{com.dead/.Implant}}
     Client list info:{
)dump"),
            "line 3 | bound | 10 |  |  |  | My service | 11\n"
            "line 4 | bound | 10 |  |  |  | Two | 1\n"
            "line 5 | enabled | 10 | com.evil | com.evil/com.evil.S | com.evil.S | NULL | NULL\n"
            "line 5 | enabled | 10 | com.b | com.b/.C | com.b.C | NULL | NULL\n"
            "line 7 | crashed | 10 | com.dead | com.dead/.Implant | com.dead.Implant | NULL | NULL\n");
}

}  // namespace bridle::testing

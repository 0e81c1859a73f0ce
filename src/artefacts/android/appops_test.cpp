#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidAppops, reads_modes_uses_and_refusals_of_all_apps) {
  EXPECT_EQ(records("android.appops", R"dump(Current AppOps Service state:
  Settings:
    top_state_settle_time=+30s0ms

  Op mode watchers:
    Op COARSE_LOCATION:
      #0: ModeCallback{b8f1a14 watchinguid=-1 flags=0x1 from uid=1000 pid=4098}

  Uid 0:
    state=cch
    Package com.android.phone:
      MANAGE_IPSEC_TUNNELS (allow):
  Uid u0a103:
    state=cch
      COARSE_LOCATION: mode=ignore
    Package com.a:
      READ_CONTACTS (allow / switch WRITE_CONTACTS=deny):
          Access: [bg-tpd] 2022-03-07 18:05:34.325 (-22d4h22m19s762ms) duration=+126ms proxy[uid=0, pkg=com.b, attributionTag=t]
      WRITE_SMS (ignore):
        null=[
          Reject: [fg-s]2021-05-19 22:02:52.054 (-314d1h25m2s33ms)
          Access: [bg-s] nonsense (x)
        ]
        camera=[
          Running start at: +5m0s
          startNesting=1
        ]
      CAMERA (allow):
)dump"),
            "line 12 | 0 | 0 | com.android.phone | MANAGE_IPSEC_TUNNELS | allow | NULL | NULL | NULL | none "
            "| NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
            "line 15 | 10103 | u0a103 | NULL | COARSE_LOCATION | ignore | NULL | NULL | NULL | none | NULL | "
            "NULL | NULL | NULL | NULL | NULL | NULL\n"
            "line 18 | 10103 | u0a103 | com.a | READ_CONTACTS | allow | WRITE_CONTACTS | deny | NULL | "
            "access | bg | tpd | 2022-03-07 18:05:34.325 | NULL | 126 | 0 | com.b\n"
            "line 21 | 10103 | u0a103 | com.a | WRITE_SMS | ignore | NULL | NULL | NULL | reject | fg | s | "
            "2021-05-19 22:02:52.054 | NULL | NULL | NULL | NULL\n"
            "skip line 22: a use without a readable time: it stands without one\n"
            "line 22 | 10103 | u0a103 | com.a | WRITE_SMS | ignore | NULL | NULL | NULL | access | bg | s | "
            "nonsense | NULL | NULL | NULL | NULL\n"
            "line 25 | 10103 | u0a103 | com.a | WRITE_SMS | ignore | NULL | NULL | camera | running | NULL | "
            "NULL | NULL | NULL | 300000 | NULL | NULL\n"
            "line 28 | 10103 | u0a103 | com.a | CAMERA | allow | NULL | NULL | NULL | none | NULL | NULL | "
            "NULL | NULL | NULL | NULL | NULL\n");
}

TEST(AndroidAppops, reads_android_9_and_dumps_without_root) {
  EXPECT_EQ(records("android.appops", R"dump(  Uid u10a5:
    Package com.a:
      CAMERA (allow):
          Access: fg = 2019-03-07 18:05:34.325 (-22d4h22m19s762ms)
          Something else

  User restrictions for token android.os.BinderProxy@1:
)dump"),
            "line 4 | 1010005 | u10a5 | com.a | CAMERA | allow | NULL | NULL | NULL | access | fg | NULL | "
            "2019-03-07 18:05:34.325 | NULL | NULL | NULL | NULL\n"
            "note: lines of another form, which were passed over: 2\n");
}

}  // namespace bridle::testing

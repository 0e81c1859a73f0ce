#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidInstallSessions, reads_both_ways_of_printing) {
  EXPECT_EQ(
      records("android.install_sessions", R"dump(Active install sessions:

Historical install sessions:
  Session 1234:
    userId=0 mOriginalInstallerPackageName=com.android.shell mOriginalInstallerUid=2000
    createdMillis=1700000000123 updatedMillis=1700000001000 committedMillis=1700000002000 stageDir=/data/app/vmdl1234.tmp stageCid=null
    mode=1 installFlags=0x12 installLocation=1 installReason=0 sizeBytes=7 appPackageName=com.serv.services appLabel=My app name
    originatingUri=https://evil.example/a.apk originatingUid=10101 referrerUri=null
    mFinalStatus=1 mFinalMessage=Session installed
  Session x:
Package Changes:
  Session 1:
)dump"),
      "line 4 | historical | 1234 | 0 | com.serv.services | My app name | com.android.shell | NULL | NULL | "
      "2000 | 10101 | https://evil.example/a.apk | NULL | /data/app/vmdl1234.tmp | NULL | 0 | 0x12 | "
      "2023-11-14T22:13:20.123Z | 2023-11-14T22:13:21Z | 2023-11-14T22:13:22Z | 1 | Session installed\n"
      "skip line 10: a session without its number\n");
}

}  // namespace bridle::testing

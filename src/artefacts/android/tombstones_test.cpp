#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidTombstones, reads_text_with_its_zone) {
  EXPECT_EQ(
      records("android.tombstones", R"dump(*** *** *** *** *** *** *** *** *** *** *** *** *** *** *** ***
Build fingerprint: 'samsung/a10eea/a10:10/.190711.020/A105:user/release-keys'
Revision: '5'
ABI: 'arm'
Timestamp: 2021-09-29 17:43:49+0200
pid: 9850, tid: 9893, name: UsbFfs-worker  >>> /system/bin/adbd <<<
uid: 2000
signal 6 (SIGABRT), code -1 (SI_QUEUE), fault addr --------
Abort message: 'Check failed: payload.size() <= bytes_left (payload.size()=99, bytes_left=51) '

memory map (1 entries):
    00000000'12c00000-00000000'52bfffff r-x         0  40000000  /data/local/tmp/wd/pred.so
)dump"),
      "file | crash | text | adbd | /system/bin/adbd | UsbFfs-worker | 9850 | 9893 | 2000 | 2021-09-29 "
      "17:43:49+0200 | 2021-09-29T15:43:49Z | NULL | 6 | SIGABRT | -1 | SI_QUEUE | -------- | NULL | NULL | "
      "NULL | NULL | Check failed: payload.size() <= bytes_left (payload.size()=99, bytes_left=51)  | "
      "samsung/a10eea/a10:10/.190711.020/A105:user/release-keys | 5 | arm | NULL | NULL | NULL | 1 | 0 | "
      "tombstone_*\n"
      "line 12 | mapping | text | NULL | NULL | NULL | 9850 | NULL | NULL | NULL | NULL | NULL | NULL | NULL "
      "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "/data/local/tmp/wd/pred.so | r-x | 0 | 0 | tombstone_*\n");
}

TEST(AndroidTombstones, names_an_app_and_refuses_other_files) {
  EXPECT_EQ(records("android.tombstones", R"dump(nothing of a tombstone
)dump"),
            "failed: unsupported: neither a tombstone's text nor its protobuf\n");
}

}  // namespace bridle::testing

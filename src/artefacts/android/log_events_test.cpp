#include <gtest/gtest.h>

#include "base/local_time.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidLogEvents, reads_logcat_with_and_without_uid) {
  EXPECT_EQ(
      records("android.log_events", R"dump(--------- beginning of main
03-21 10:00:00.123  1000  1234  1250 I ActivityTaskManager: START u0 {act=android.intent.action.VIEW dat=https://evil.example/x flg=0x1 cmp=com.android.chrome/.Main} from uid 10101
03-21 10:00:01.123  1234  1250 W auditd  : type=1400 audit(1700000000.123:45): avc:  denied  { read } for  pid=7 comm="pred.so" path="/data/x" dev="dm-1" ino=1 scontext=u:r:untrusted_app:s0 tcontext=u:object_r:system_data_file:s0 tclass=file permissive=1 app=com.evil
03-21 10:00:02.123  1234  1250 I am_proc_start: [0,4321,10101,com.evil,service,com.evil/.S]
03-21 10:00:03.123  1234  1250 I Other   : nothing
2024-03-21 10:00:04.123  1234  1250 I PackageManager: Installing pkg=com.a
01-06 01:00:17.170 I/PackageManager(   71): Removed pkg=com.gone
odd line
)dump",
              "androidqf/logcat.txt"),
      "line 2 | link | ActivityTaskManager | I | 1234 | 03-21 10:00:00.123 | NULL | NULL | "
      "com.android.chrome | NULL | NULL | https://evil.example/x | NULL | NULL | NULL | START u0 "
      "{act=android.intent.action.VIEW dat=https://evil.example/x flg=0x1 cmp=com.android.chrome/.Main} from "
      "uid 10101\n"
      "line 3 | selinux_denial | auditd | W | 1234 | 03-21 10:00:01.123 | NULL | 2023-11-14T22:13:20.123Z | "
      "com.evil | pred.so | /data/x | NULL | u:r:untrusted_app:s0 | u:object_r:system_data_file:s0 | true | "
      "type=1400 audit(1700000000.123:45): avc:  denied  { read } for  pid=7 comm=\"pred.so\" "
      "path=\"/data/x\" dev=\"dm-1\" ino=1 scontext=u:r:untrusted_app:s0 "
      "tcontext=u:object_r:system_data_file:s0 tclass=file permissive=1 app=com.evil\n"
      "line 4 | process_start | am_proc_start | I | 1234 | 03-21 10:00:02.123 | NULL | NULL | com.evil | "
      "NULL | NULL | NULL | NULL | NULL | NULL | [0,4321,10101,com.evil,service,com.evil/.S]\n"
      "line 6 | install | PackageManager | I | 1234 | 2024-03-21 10:00:04.123 | 2024-03-21 10:00:04.123 | "
      "NULL | com.a | NULL | NULL | NULL | NULL | NULL | NULL | Installing pkg=com.a\n"
      "line 7 | install | PackageManager | I | 71 | 01-06 01:00:17.170 | NULL | NULL | com.gone | NULL | "
      "NULL | NULL | NULL | NULL | NULL | Removed pkg=com.gone\n"
      "note: lines of the log: 6, of the kinds that are kept: 5, of another form: 1\n");
}

TEST(AndroidLogEvents, reads_what_play_protect_says) {
  EXPECT_EQ(
      records("android.log_events",
              "03-21 10:00:00.123  1234  1250 I Finsky  : [212] VerifyApps: Returning package verification "
              "result, result=REJECT\n03-21 10:00:00.123  1234  1250 I Finsky  : [1] Completed 1\n",
              "androidqf/logcat.txt"),
      "line 1 | play_protect | Finsky | I | 1234 | 03-21 10:00:00.123 | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | [212] VerifyApps: Returning package verification result, "
      "result=REJECT\n"
      "note: lines of the log: 2, of the kinds that are kept: 1, of another form: 0\n");
}

TEST(AndroidLogEvents, reads_the_kernels_log) {
  EXPECT_EQ(
      records(
          "android.log_events",
          R"dump(<6>[   12.345678] usb 1-1: New USB device found, idVendor=04f2, idProduct=b071, bcdDevice= 1.00
[   12.345679] uvcvideo: Found UVC 1.00 device Camera (04f2:b071)
[   12.345680] other
)dump",
          "dumpstate/kernel_log"),
      "line 1 | usb | kernel | NULL | NULL | 12.345678 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | usb 1-1: New USB device found, idVendor=04f2, idProduct=b071, bcdDevice= 1.00\n"
      "line 2 | usb | kernel | NULL | NULL | 12.345679 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | uvcvideo: Found UVC 1.00 device Camera (04f2:b071)\n"
      "note: lines of the log: 3, of the kinds that are kept: 2, of another form: 0\n");
}

TEST(AndroidLogEvents, adds_the_year_and_the_zone) {
  EXPECT_EQ(
      records_by_clock("android.log_events",
                       "12-31 10:00:02.123  1234  1250 I am_proc_start: [0,4321,10101,com.evil,service,x]\n"
                       "03-21 10:00:02.123  1234  1250 I am_proc_start: [0,4321,10101,com.evil,service,x]\n",
                       {.zone = "Europe/Paris",
                        .utc_offset_seconds = 3600,
                        .made_at_local = parse_local_time("2024-03-21 10:07:23")->nanoseconds},
                       "androidqf/logcat.txt"),
      "line 1 | process_start | am_proc_start | I | 1234 | 12-31 10:00:02.123 | 2023-12-31 10:00:02.123 | "
      "2023-12-31T09:00:02.123Z | com.evil | NULL | NULL | NULL | NULL | NULL | NULL | "
      "[0,4321,10101,com.evil,service,x]\n"
      "line 2 | process_start | am_proc_start | I | 1234 | 03-21 10:00:02.123 | 2024-03-21 10:00:02.123 | "
      "2024-03-21T09:00:02.123Z | com.evil | NULL | NULL | NULL | NULL | NULL | NULL | "
      "[0,4321,10101,com.evil,service,x]\n"
      "note: lines of the log: 2, of the kinds that are kept: 2, of another form: 0\n");
}

}  // namespace bridle::testing

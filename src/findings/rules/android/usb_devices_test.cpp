#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidUsbDevicesRule, needs_two_kinds_in_one_log) {
  EXPECT_EQ(
      CaseBuilder()
          .run(
              "INSERT INTO android_log_events(id, task, kind, tag, message) VALUES(1, 1, 'usb', 'kernel', "
              "'uvcvideo: Found UVC 1.00 device'), (2, 1, 'usb', 'kernel', 'hid-multitouch 0003:1130:3101'), "
              "(3, 2, 'usb', 'kernel', 'usb-audio x'), (4, 1, 'usb', 'UsbDeviceManager', 'hid-x')")
          .findings("android.usb_devices"),
      "medium low undated | USB devices of 2 kinds were connected: a camera and a keyboard or mouse. | "
      "android_log_events 1, android_log_events 2\n");
}

}  // namespace bridle::testing

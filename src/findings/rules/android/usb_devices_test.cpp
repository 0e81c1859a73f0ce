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

TEST(AndroidUsbDevicesRule, knows_odd_devices_and_several_at_once) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_usb_connections(id, task, kind, time, vendor_id, product_id) VALUES(1, "
               "1, 'unread', 1711012040000000000, '1', '2'), (2, 1, 'connected', 1711012041000000000, "
               "'1133', '1'), (3, 1, 'connected', 1711012051000000000, '1133', '2'), (4, 1, 'connected', "
               "1711012061000000000, '1240', '1'), (5, 1, 'connected', 1711099999000000000, '7', '7'), "
               "(6, 1, 'removed', 1711012042000000000, NULL, NULL)")
          .findings("android.usb_devices"),
      "medium low 2024-03-21T09:07:20Z | A USB device was connected whose description the phone could not "
      "read, or refused: 1:2. | android_usb_connections 1\n"
      "low low 2024-03-21T09:07:21Z | 3 different USB devices were connected within two minutes of each "
      "other: 1133:1, 1133:2 and 1240:1. | android_usb_connections 2, android_usb_connections 3, "
      "android_usb_connections 4\n");
}

}  // namespace bridle::testing

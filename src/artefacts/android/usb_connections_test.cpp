#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidUsbConnections, reads_what_hangs_there_and_what_was_put_to_it) {
  EXPECT_EQ(
      records("android.usb_connections", R"dump(DUMP OF SERVICE usb:
USB MANAGER STATE (dumpsys usb):
{
  device_manager={
    handler={
      connected=true
    }
  }
  host_manager={
    default_usb_host_connection_handler={
      package_name=com.a
    }
    devices={
      name=/dev/bus/usb/001/002
      vendor_id=1133
      class=0
      product_name=Dock
      manufacturer_name=Some maker
      serial_number=null
      configurations={
        id=1
        interfaces={
          class=3
        }
        interfaces={
          class=1
        }
        interfaces={
          class=3
        }
      }
    }
    num_connects=3
    connections={
      device_address=/dev/bus/usb/001/003
      mode=0
      timestamp=1711012042077
      manufacturer=4660
      product=22136
      is_headset={
        in=false
        out=true
      }
    }
    connections={
      device_address=/dev/bus/usb/001/003
      mode=-1
      timestamp=1711012043077
    }
    connections={
      device_address=/dev/bus/usb/001/004
      mode=1
      timestamp=x
    }
  }
}
--------- 0.012s was the duration of dumpsys usb, ending at: 2024-03-21 10:07:22
)dump"),
      "line 13 | attached | NULL | /dev/bus/usb/001/002 | 1133 | NULL | Some maker | Dock | NULL | 3 1 | "
      "NULL\n"
      "line 34 | connected | 2024-03-21T09:07:22.077Z | /dev/bus/usb/001/003 | 4660 | 22136 | NULL | NULL "
      "| NULL | NULL | true\n"
      "line 45 | removed | 2024-03-21T09:07:23.077Z | /dev/bus/usb/001/003 | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL\n"
      "line 50 | unread | NULL | /dev/bus/usb/001/004 | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(AndroidUsbConnections, keeps_what_stands_before_a_cut) {
  EXPECT_EQ(records("android.usb_connections", "  host_manager={\n    connections={\n      mode=9\n"),
            "line 2 | other | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
            "note: blocks without their end: 2\n");
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "a={\n";
  EXPECT_EQ(records("android.usb_connections", deep),
            "failed: limit: the dump has blocks in one another beyond reason\n");
}

}  // namespace bridle::testing

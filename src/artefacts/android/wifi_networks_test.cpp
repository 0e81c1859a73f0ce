#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidWifiNetworks, reads_blocks) {
  EXPECT_EQ(records("android.wifi_networks", R"dump(WifiConfigManager - Configured networks Begin ----
* ID: 0 SSID: "Home" PROVIDER-NAME: null BSSID: null FQDN: null HOME-PROVIDER-NETWORK: false PRIO: 0 HIDDEN: false PMF: false
 NetworkSelectionStatus NETWORK_SELECTION_ENABLED
 creation time=03-21 10:00:00.123
 cuid=1000 cname=android.uid.system:1000 luid=1000
 lastConnected: 1h
 Proxy settings: NONE
ID: 1 SSID: "Evil Twin" PROVIDER-NAME: null BSSID: 00:11:22:33:44:55 FQDN: null HIDDEN: true PMF: false
 creation millis: 1700000000123
 HTTP proxy:  [10.0.0.1] 8080
WifiConfigManager - Configured networks End ----
)dump"),
            "line 2 | 0 | Home | NULL | false | android.uid.system | NULL | 03-21 10:00:00.123 | 1h | NULL\n"
            "line 8 | 1 | Evil Twin | 00:11:22:33:44:55 | true | NULL | 2023-11-14T22:13:20.123Z | NULL | "
            "NULL | [10.0.0.1] 8080\n");
}

}  // namespace bridle::testing

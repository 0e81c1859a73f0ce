#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidNetworkRedirectionRule, tells_proxies_vpns_and_certificates) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_settings(id, name_space, key, value) VALUES(1, 'global', 'http_proxy', "
               "'10.0.0.1:8080'), (2, 'global', 'http_proxy', ':0'), (3, 'secure', 'always_on_vpn_app', "
               "'com.vpn'), (4, 'global', 'private_dns_specifier', 'null')")
          .run("INSERT INTO android_files(id, path, modified) VALUES(1, "
               "'/data/misc/user/0/cacerts-added/12ab.0', 1700000000000000000)")
          .findings("android.network_redirection"),
      "low medium undated | A proxy is set: http_proxy=10.0.0.1:8080. | android_settings 1\n"
      "informational medium undated | A VPN or a name server is set: always_on_vpn_app=com.vpn. | "
      "android_settings 3\n"
      "medium medium 2023-11-14T22:13:20Z | A certificate authority was added by a user: "
      "/data/misc/user/0/cacerts-added/12ab.0. | android_files 1\n");
}

}  // namespace bridle::testing

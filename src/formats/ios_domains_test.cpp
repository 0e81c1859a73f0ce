#include "formats/ios_domains.h"

#include <gtest/gtest.h>

namespace bridle {

TEST(IosDomains, maps_fixed_and_container_domains_to_device_paths) {
  EXPECT_EQ(device_path("HomeDomain", "Library/SMS/sms.db"), "/private/var/mobile/Library/SMS/sms.db");
  EXPECT_EQ(device_path("WirelessDomain", ""), "/private/var/wireless");
  EXPECT_EQ(device_path("AppDomain-com.example", "Documents/a"),
            "/private/var/mobile/Containers/Data/Application/*/Documents/a");
  EXPECT_EQ(domain_owner("AppDomainGroup-group.net.example"), "group.net.example");
}

TEST(IosDomains, gives_no_path_to_an_unknown_domain) {
  EXPECT_EQ(device_path("MyTestDomain", "Media/Test.txt"), std::nullopt);
  EXPECT_EQ(device_path("AppDomain-", "x"), std::nullopt);
}

TEST(IosDomains, refuses_a_path_that_leaves_its_domain) {
  EXPECT_EQ(device_path("HomeDomain", "../../etc/passwd"), std::nullopt);
  EXPECT_EQ(device_path("HomeDomain", "a/../../b"), std::nullopt);
  EXPECT_EQ(device_path("HomeDomain", "/etc/passwd"), std::nullopt);
  EXPECT_EQ(device_path("HomeDomain", std::string_view("a\0b", 3)), std::nullopt);
  EXPECT_TRUE(device_path("HomeDomain", "a..b/..c"));
}

}  // namespace bridle

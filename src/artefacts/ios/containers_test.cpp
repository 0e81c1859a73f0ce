#include <gtest/gtest.h>

#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosContainers, tells_whose_a_container_is) {
  EXPECT_EQ(records("ios.containers",
                    write_bplist(PlistTree::Dictionary{
                        {"MCMMetadataIdentifier", "com.example.app"},
                        {"MCMMetadataUUID", "A0B1C2D3-0000-0000-0000-000000000001"},
                        {"MCMMetadataContentClass", 2},
                        {"MCMMetadataInfo",
                         PlistTree::Dictionary{{"com.apple.MobileInstallation.ContentProtectionClass", 0}}}}),
                    "/private/var/mobile/Containers/Data/Application/U-1/"
                    ".com.apple.mobile_container_manager.metadata.plist"),
            "file | com.example.app | /private/var/mobile/Containers/Data/Application/U-1 | data | "
            "A0B1C2D3-0000-0000-0000-000000000001 | 2 | "
            "{\"com.apple.MobileInstallation.ContentProtectionClass\":0}\n");
  EXPECT_EQ(
      records("ios.containers", write_bplist(PlistTree::Dictionary{}),
              "/private/var/containers/Shared/SystemGroup/U-1/"
              ".com.apple.mobile_container_manager.metadata.plist"),
      "skip key MCMMetadataIdentifier: container without an owner\n"
      "file | NULL | /private/var/containers/Shared/SystemGroup/U-1 | system_group | NULL | NULL | NULL\n");
}

TEST(IosContainers, refuses_another_file) {
  EXPECT_EQ(records("ios.containers", write_bplist(PlistTree::Array{})),
            "failed: malformed: metadata of a container is no dictionary\n");
}

}  // namespace bridle::testing

#include <gtest/gtest.h>

#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

using Dictionary = PlistTree::Dictionary;
const std::string folder = "/private/var/containers/Shared/SystemGroup/U/Library/ConfigurationProfiles/";

}  // namespace

TEST(IosRestrictions, reads_what_holds_and_what_the_owner_had_set) {
  EXPECT_EQ(
      records("ios.restrictions",
              write_bplist(Dictionary{
                  {"restrictedBool",
                   Dictionary{{"allowLockdownMode", Dictionary{{"value", false}, {"preference", true}}},
                              {"allowCamera", Dictionary{{"value", true}}}}},
                  {"restrictedValue", Dictionary{{"maxInactivity", Dictionary{{"value", 5}}}}},
                  {"version", 2}}),
              "/private/var/mobile/Library/UserConfigurationProfiles/EffectiveUserSettings.plist"),
      "key restrictedBool.allowLockdownMode | EffectiveUserSettings | restrictedBool | allowLockdownMode | "
      "false | true | NULL | false\n"
      "key restrictedBool.allowCamera | EffectiveUserSettings | restrictedBool | allowCamera | true | NULL | "
      "NULL | true\n"
      "key restrictedValue.maxInactivity | EffectiveUserSettings | restrictedValue | maxInactivity | NULL | "
      "NULL | NULL | 5\n"
      "key version | EffectiveUserSettings |  | version | NULL | NULL | NULL | 2\n");
}

TEST(IosRestrictions, reads_the_server_that_manages_the_phone) {
  EXPECT_EQ(records("ios.restrictions",
                    write_bplist(Dictionary{{"ServerURL", "https://mdm.example/server"},
                                            {"AccessRights", 8191},
                                            {"Options", Dictionary{{"a", 1}}}}),
                    folder + "MDM.plist"),
            "key ServerURL | MDM |  | ServerURL | NULL | NULL | https://mdm.example/server | "
            "NULL\n"
            "key AccessRights | MDM |  | AccessRights | NULL | NULL | NULL | 8191\n"
            "key Options | MDM |  | Options | NULL | NULL | NULL | {\"a\":1}\n");
  EXPECT_EQ(records("ios.restrictions", write_bplist(Dictionary{{"IsSupervised", true}}),
                    folder + "CloudConfigurationDetails.plist"),
            "key IsSupervised | CloudConfigurationDetails |  | IsSupervised | true | NULL | NULL | true\n");
}

TEST(IosRestrictions, refuses_another_list) {
  EXPECT_EQ(records("ios.restrictions", write_bplist(PlistTree::Array{}), folder + "MDM.plist"),
            "failed: malformed: plist is no dictionary\n");
}

}  // namespace bridle::testing

#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidPackageResolvers, reads_tables_groups_and_verbose_filters) {
  EXPECT_EQ(records("android.package_resolvers", R"dump(Activity Resolver Table:
  Schemes:
      https:
        18d43d com.a/.Web (2 filters)

  Non-Data Actions:
      android.intent.action.MAIN:
        b928288 com.a/.Start filter 1a2b3c
          Action: "android.intent.action.MAIN"
          Category: "android.intent.category.LAUNCHER"
          Category: "android.intent.category.DEFAULT"
          mPriority=5, mOrder=0, mHasStaticPartialTypes=false

Receiver Resolver Table:
  Non-Data Actions:
      android.provider.Telephony.SMS_RECEIVED:
        417c3b3 com.b/com.c.Receiver
               android.intent.action.BOOT_COMPLETED:
        417c3b4 com.b/.Boot
      android.provider.Telephony.SMS_RECEIVED:
        417c3b5 com.d/.Receiver
)dump"),
            "line 4 | activity | Schemes | https | com.a | com.a/.Web | com.a.Web | NULL | NULL\n"
            "line 8 | activity | Non-Data Actions | android.intent.action.MAIN | com.a | com.a/.Start | "
            "com.a.Start | android.intent.category.LAUNCHER android.intent.category.DEFAULT | 5\n"
            "line 17 | receiver | Non-Data Actions | android.provider.Telephony.SMS_RECEIVED | com.b | "
            "com.b/com.c.Receiver | com.c.Receiver | NULL | NULL\n"
            "line 19 | receiver | Non-Data Actions | android.intent.action.BOOT_COMPLETED | com.b | "
            "com.b/.Boot | com.b.Boot | NULL | NULL\n"
            "line 21 | receiver | Non-Data Actions | android.provider.Telephony.SMS_RECEIVED | com.d | "
            "com.d/.Receiver | com.d.Receiver | NULL | NULL\n");
}

TEST(AndroidPackageResolvers, a_first_action_may_stand_too_far_to_the_right) {
  EXPECT_EQ(
      records("android.package_resolvers", R"dump(Receiver Resolver Table:
  Non-Data Actions:
               android.intent.action.MY_PACKAGE_REPLACED:
        417c3b4 com.psycatgames.nhiegame/.Boot
)dump"),
      "line 4 | receiver | Non-Data Actions | android.intent.action.MY_PACKAGE_REPLACED | "
      "com.psycatgames.nhiegame | com.psycatgames.nhiegame/.Boot | com.psycatgames.nhiegame.Boot | NULL | "
      "NULL\n");
}

TEST(AndroidPackageResolvers, skips_an_entry_without_key_and_passes_over_the_rest) {
  EXPECT_EQ(records("android.package_resolvers", R"dump(Service Resolver Table:
  Non-Data Actions:
        417c3b3 com.b/.R
      odd line
Something:
        417c3b3 com.b/.R
)dump"),
            "skip line 3: an entry of a resolver table without its key\n"
            "note: lines of another form, which were passed over: 1\n");
}

}  // namespace bridle::testing

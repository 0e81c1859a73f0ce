#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

// Defect A12 of the reference: the age is that at the day of the dump, whenever it is examined.
TEST(AndroidOldPatchRule, counts_from_the_day_of_the_dump) {
  auto found = [](const char* made) {
    CaseBuilder built;
    if (*made != 0) built.device("dump_local_time", made);
    return built
        .run(
            "INSERT INTO android_properties(id, name, value) VALUES(1, 'ro.build.version.security_patch', "
            "'2021-12-05'), (2, 'ro.other', '2001-01-01')")
        .findings("android.old_patch");
  };
  EXPECT_EQ(found("2022-01-04 17:30:00"), "");
  EXPECT_EQ(found(""), "") << "nothing tells the day";
  EXPECT_EQ(found("2022-07-04 17:30:00"),
            "low high undated | The security patch level is more than half a year old: 2021-12-05, when the "
            "evidence is "
            "of 2022-07-04. | android_properties 1\n");
  EXPECT_EQ(found("2024-01-04 17:30:00"),
            "medium high undated | The security patch level is more than two years old: 2021-12-05, when the "
            "evidence "
            "is of 2024-01-04. | android_properties 1\n");
}

TEST(AndroidOldPatchRule, a_level_that_is_no_date_is_none) {
  EXPECT_EQ(
      CaseBuilder()
          .device("dump_local_time", "2024-01-04 17:30:00")
          .run("INSERT INTO android_properties(id, name, value) VALUES(1, 'ro.build.version.security_patch', "
               "'unknown')")
          .findings("android.old_patch"),
      "");
}

}  // namespace bridle::testing

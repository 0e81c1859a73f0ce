#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosAppSource, tells_other_sources_from_apps_without_metadata) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO ios_applications(id, app_id, listed_as, source_app, purchased, has_metadata) "
               "VALUES(1, 'com.a', 'com.a', 'com.evil.store', 1600000000000000000, 1), (2, NULL, "
               "'com.b', NULL, NULL, 0), (3, 'com.c', NULL, 'com.apple.AppStore', NULL, 1), (4, 'com.d', "
               "NULL, NULL, NULL, 1), (5, 'com.e', NULL, 'dmd', NULL, 1)")
          .findings("ios.app_source"),
      "medium low 2020-09-13T12:26:40Z | 1 app was not installed by the App Store: com.a by "
      "com.evil.store. | ios_applications 1\n"
      "low low undated | 1 app is listed without metadata of the App Store: com.b. | ios_applications 2\n");
}

TEST(IosAppSource, says_nothing_of_apps_of_the_store) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_applications(id, app_id, source_app, has_metadata) VALUES(1, 'com.a', "
                     "'com.apple.AppStore.ProductPageExtension', 1), (2, 'com.b', 'com.apple.dmd', 1)")
                .findings("ios.app_source"),
            std::string());
}

}  // namespace bridle::testing

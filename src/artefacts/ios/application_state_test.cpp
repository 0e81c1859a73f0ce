#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/keyed_archive_builder.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosApplicationState, reads_where_apps_lie_or_lay) {
  KeyedArchiveBuilder b;
  auto root = b.add("XBApplicationLaunchCompatibilityInfo",
                    {{"bundlePath", b.add("/private/var/containers/Bundle/Application/U-1/E.app")},
                     {"sandboxPath", b.add("/private/var/mobile/Containers/Data/Application/U-2")}});
  std::string wrapped = write_bplist(plist_data(b.write(root)));
  auto built =
      SqliteBuilder()
          .run(
              "CREATE TABLE application_identifier_tab(id INTEGER PRIMARY KEY, application_identifier TEXT);"
              "CREATE TABLE key_tab(id INTEGER PRIMARY KEY, key TEXT);"
              "CREATE TABLE kvs(id INTEGER PRIMARY KEY, application_identifier INTEGER, key INTEGER, value "
              "BLOB);"
              "INSERT INTO application_identifier_tab VALUES(1, 'com.example.app'), (2, 'com.example.gone');"
              "INSERT INTO key_tab VALUES(1, 'compatibilityInfo'), (2, 'XBApplicationSnapshotManifest');"
              "INSERT INTO kvs VALUES(1, 1, 2, NULL), (2, 2, 1, x'00'), (3, 9, 1, NULL)")
          .insert_blob("INSERT INTO kvs(application_identifier, key, value) VALUES(1, 1, ?)", wrapped)
          .build();
  ASSERT_TRUE(built) << built.error().message;
  EXPECT_EQ(
      records("ios.application_state", as_text(built->main)),
      "skip kvs rowid 2: compatibilityInfo is no property list\n"
      "skip kvs rowid 3: the value of an app that has no row\n"
      "application_identifier_tab rowid 1 | com.example.app | "
      "/private/var/containers/Bundle/Application/U-1/E.app | "
      "/private/var/mobile/Containers/Data/Application/U-2 | "
      "[\"XBApplicationSnapshotManifest\",\"compatibilityInfo\"]\n"
      "application_identifier_tab rowid 2 | com.example.gone | NULL | NULL | [\"compatibilityInfo\"]\n");
}

TEST(IosApplicationState, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.application_state", database_of("CREATE TABLE kvs(a)")),
            "failed: unsupported: database has no table application_identifier_tab\n");
}

}  // namespace bridle::testing

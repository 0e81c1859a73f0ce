#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/keyed_archive_builder.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosStoreInstalls, reads_installs_packages_and_updates) {
  EXPECT_EQ(
      records("ios.store_installs",
              database_of(
                  "CREATE TABLE app_install(pid INTEGER PRIMARY KEY, bundle_id, bundle_name, bundle_version, "
                  "bundle_url, client_id, apple_id, item_id, source_type, automatic_type, phase, "
                  "device_based_vpp, vendor_name, timestamp, install_finished_timestamp, log_code);"
                  "INSERT INTO app_install VALUES(5, 'com.example.app', 'Example', '1.2', "
                  "'file:///private/var/containers/Bundle/Application/U/E.app/', 'com.apple.AppStore', "
                  "'jo@example.org', 77, 1, 2, 10, 1, 'Example Ltd', 700000000, 700000060.5, 'UPA');"
                  "CREATE TABLE app_package(pid INTEGER PRIMARY KEY, parent_id INTEGER, package_url, "
                  "package_type, timestamp);"
                  "INSERT INTO app_package VALUES(1, 5, 'https://iosapps.example/x.ipa', 0, 700000001), (2, "
                  "99, NULL, 1, NULL);"
                  "CREATE TABLE app_updates(pid INTEGER PRIMARY KEY, bundle_id, install_date, "
                  "is_profile_validated, timestamp, update_state);"
                  "INSERT INTO app_updates VALUES(1, 'com.example.side', 700000002, 1, NULL, 4);")),
      "app_install rowid 5 | install | com.example.app | Example | 1.2 | 2023-03-08T20:26:40Z | "
      "2023-03-08T20:27:40.500Z | com.apple.AppStore | Example Ltd | jo@example.org | 77 | 1 | 2 | 10 | NULL "
      "| true | NULL | /private/var/containers/Bundle/Application/U/E.app | NULL | NULL | NULL | NULL | "
      "{\"log_code\":\"UPA\"}\n"
      "app_package rowid 1 | package | com.example.app | Example | NULL | 2023-03-08T20:26:41Z | NULL | NULL "
      "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | https://iosapps.example/x.ipa | NULL | NULL "
      "| "
      "NULL | NULL | NULL | NULL\n"
      "app_package rowid 2 | package | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "{\"parent_id\":99,\"package_type\":1}\n"
      "app_updates rowid 1 | update | com.example.side | NULL | NULL | 2023-03-08T20:26:42Z | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | true | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "{\"update_state\":4}\n");
}

TEST(IosStoreInstalls, reads_what_the_store_says_of_an_app) {
  KeyedArchiveBuilder archive;
  auto root = archive.add("MIStoreMetadata", {{"appleID", archive.add("jo@example.org")},
                                              {"itemName", archive.add("Example - Notes")},
                                              {"bundleShortVersionString", archive.add("1.2")},
                                              {"purchaseDate", archive.add("2022-12-04T20:01:14Z")},
                                              {"sourceApp", archive.add("com.apple.AppStore")}});
  auto built =
      SqliteBuilder()
          .run(
              "CREATE TABLE app_install(pid INTEGER PRIMARY KEY, bundle_id, store_metadata); INSERT INTO "
              "app_install VALUES(2, 'com.example.bare', x'00')")
          .insert_blob("INSERT INTO app_install VALUES(1, 'com.example.app', ?)", archive.write(root))
          .build();
  ASSERT_TRUE(built);
  std::string text = records("ios.store_installs", std::string(as_text(built->main)));
  EXPECT_NE(text.find("| jo@example.org |"), std::string::npos) << text;
  EXPECT_NE(text.find("| Example - Notes | 1.2 | 2022-12-04T20:01:14Z | com.apple.AppStore | "),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("com.example.bare"), std::string::npos) << "what cannot be read costs no row";
  EXPECT_NE(text.find("{\"store_metadata\":\"AA==\"}"), std::string::npos) << text;
}

TEST(IosStoreInstalls, refuses_other_databases) {
  EXPECT_EQ(records("ios.store_installs", database_of("CREATE TABLE t(a)")),
            "failed: unsupported: the database has none of the tables of the store that are read\n");
}

TEST(IosStoreInstalls, reads_the_corpus) {
  CORPUS_OR_SKIP(folder,
                 "ios-ileapp-mvs23/dump/private/var/containers/Data/System/"
                 "AD313E95-A169-4921-8E46-58ADFAB6583A/Documents/"
                 "Persistence");
  std::string text = records_with_wal("ios.store_installs", content_of(folder / "storeSystem.db"),
                                      content_of(folder / "storeSystem.db-wal"));
  auto rows = [&](std::string_view table) {
    std::size_t count = 0;
    for (std::string_view state : {"both ", "wal "}) {
      std::string start = "\n" + std::string(state) + std::string(table) + " rowid";
      for (std::size_t at = 0; (at = text.find(start, at)) != std::string::npos; ++at) ++count;
      count += text.starts_with(start.substr(1));
    }
    return count;
  };
  EXPECT_EQ(rows("app_install"), 16U);  // as iLEAPP and SQLite count
  EXPECT_EQ(rows("app_package"), 32U);
  EXPECT_EQ(rows("app_updates"), 19U);  // by SQLite; iLEAPP gives none
}

}  // namespace bridle::testing

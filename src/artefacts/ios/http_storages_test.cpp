#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosHttpStorages, finds_hosts_by_the_names_of_columns) {
  EXPECT_EQ(
      records("ios.http_storages",
              database_of(
                  "CREATE TABLE alt_services(alt_service_id INTEGER PRIMARY KEY, host TEXT, port INTEGER, "
                  "alpn TEXT);"
                  "INSERT INTO alt_services VALUES(1, 'example.org', 443, 'h3'), (2, '', 0, NULL);"
                  "CREATE TABLE origins(origin_url TEXT, expiry REAL);"
                  "INSERT INTO origins VALUES('https://example.net/', 1.5);"
                  "CREATE TABLE version(v INTEGER);INSERT INTO version VALUES(3);"),
              "/private/var/mobile/Library/HTTPStorages/com.apple.imagent/httpstorages.sqlite"),
      "alt_services rowid 1 | com.apple.imagent | alt_services | example.org | NULL | "
      "{\"alt_service_id\":1,\"port\":443,\"alpn\":\"h3\"}\n"
      "alt_services rowid 2 | com.apple.imagent | alt_services | NULL | NULL | {\"alt_service_id\":2}\n"
      "origins rowid 1 | com.apple.imagent | origins | NULL | https://example.net/ | {\"expiry\":1.5}\n"
      "version rowid 1 | com.apple.imagent | version | NULL | NULL | {\"v\":3}\n");
}

TEST(IosHttpStorages, refuses_another_file) {
  EXPECT_EQ(records("ios.http_storages", "text that is no database, but long enough to be looked at"),
            "failed: unsupported: not an SQLite database, or encrypted by its app\n");
}

}  // namespace bridle::testing

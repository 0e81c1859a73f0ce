#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

constexpr const char* icons =
    "CREATE TABLE favicons(id INTEGER PRIMARY KEY, url TEXT, width INTEGER, height INTEGER, type INTEGER, "
    "date REAL);";

}  // namespace

TEST(IosFirefoxFavicon, reads_icons_of_sites_by_number_and_by_address) {
  EXPECT_EQ(
      records("ios.firefox_favicon",
              database_of(
                  std::string(icons) +
                  "CREATE TABLE favicon_sites(id INTEGER PRIMARY KEY, siteID INTEGER, faviconID INTEGER); "
                  "CREATE TABLE history(id INTEGER PRIMARY KEY, url TEXT, title TEXT);"
                  "CREATE TABLE favicon_site_urls(id INTEGER PRIMARY KEY, site_url TEXT, faviconID INTEGER);"
                  "INSERT INTO favicons VALUES(1, 'https://a.example/i', 16, 16, 2, 1700000000), (2, "
                  "'https://b.example/i', 0, 0, 0, 1700000000250), (3, 'https://c.example/i', NULL, NULL, "
                  "NULL, 1700000000250000);"
                  "INSERT INTO favicon_sites VALUES(1, 4, 1), (2, 5, 1); INSERT INTO history VALUES(4, "
                  "'https://a.example/page', 'A');"
                  "INSERT INTO favicon_site_urls VALUES(1, 'https://b.example/page', 2)")),
      "favicons rowid 1 | 1 | 2023-11-14T22:13:20Z | https://a.example/i | 16 | 16 | 2 | 4 | "
      "https://a.example/page | A | NULL\n"
      "favicons rowid 1 | 1 | 2023-11-14T22:13:20Z | https://a.example/i | 16 | 16 | 2 | 5 | NULL | NULL | "
      "NULL\n"
      "favicons rowid 2 | 2 | 2023-11-14T22:13:20.250Z | https://b.example/i | 0 | 0 | 0 | NULL | "
      "https://b.example/page | NULL | NULL\n"
      "favicons rowid 3 | 3 | 2023-11-14T22:13:20.250Z | https://c.example/i | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL\n");
}

TEST(IosFirefoxFavicon, notes_that_a_newer_database_keeps_no_icons) {
  EXPECT_EQ(records("ios.firefox_favicon", database_of("CREATE TABLE pinned_top_sites(id)")),
            "note: this generation of browser.db keeps no icons\n");
}

TEST(IosFirefoxFavicon, says_which_state_of_the_log_holds_an_icon) {
  auto [main, wal] =
      database_with_wal(std::string(icons) + "INSERT INTO favicons(id, url) VALUES(1, 'https://a.example/i')",
                        "DELETE FROM favicons");
  EXPECT_EQ(records_with_wal("ios.firefox_favicon", main, wal),
            "main favicons rowid 1 | 1 | NULL | https://a.example/i | NULL | NULL | NULL | NULL | NULL | "
            "NULL | NULL\n");
}

TEST(IosFirefoxFavicon, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.firefox_favicon", database_of("CREATE TABLE favicons(id)")),
            "failed: unsupported: table favicons has no column url\n");
}

}  // namespace bridle::testing

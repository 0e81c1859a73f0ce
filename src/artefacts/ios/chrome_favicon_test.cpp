#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

constexpr const char* favicons =
    "CREATE TABLE icon_mapping(id INTEGER PRIMARY KEY, page_url LONGVARCHAR NOT NULL, icon_id INTEGER);"
    "CREATE TABLE favicons(id INTEGER PRIMARY KEY, url LONGVARCHAR NOT NULL, icon_type INTEGER DEFAULT 1);"
    "CREATE TABLE favicon_bitmaps(id INTEGER PRIMARY KEY, icon_id INTEGER NOT NULL, last_updated INTEGER "
    "DEFAULT 0, image_data BLOB, width INTEGER DEFAULT 0, height INTEGER DEFAULT 0, last_requested INTEGER "
    "DEFAULT 0);";

}  // namespace

TEST(IosChromeFavicon, gives_a_row_to_each_page_and_size) {
  EXPECT_EQ(records("ios.chrome_favicon",
                    database_of(std::string(favicons) +
                                "INSERT INTO icon_mapping VALUES(1, 'https://a.example/page', 7), (2, "
                                "'https://b.example/', 8), (3, 'https://c.example/', 99);"
                                "INSERT INTO favicons VALUES(7, 'https://a.example/icon.png', 1), (8, "
                                "'https://b.example/icon.png', 1);"
                                "INSERT INTO favicon_bitmaps VALUES(1, 7, 13344473600000000, x'01', 16, 16, "
                                "0), (2, 7, 0, x'02', 32, 32, 13344473601000000)")),
            "icon_mapping rowid 1 | 1 | 2023-11-14T22:13:20Z | NULL | https://a.example/page | "
            "https://a.example/icon.png | 7 | 1 | 16 | 16 | NULL\n"
            "icon_mapping rowid 1 | 1 | NULL | 2023-11-14T22:13:21Z | https://a.example/page | "
            "https://a.example/icon.png | 7 | 2 | 32 | 32 | NULL\n"
            "icon_mapping rowid 2 | 2 | NULL | NULL | https://b.example/ | https://b.example/icon.png | 8 | "
            "NULL | NULL | NULL | NULL\n"
            "icon_mapping rowid 3 | 3 | NULL | NULL | https://c.example/ | NULL | 99 | NULL | NULL | NULL | "
            "NULL\n");
}

TEST(IosChromeFavicon, takes_no_time_from_null) {
  EXPECT_EQ(records("ios.chrome_favicon",
                    database_of(std::string(favicons) +
                                "INSERT INTO icon_mapping VALUES(1, 'https://a.example/', 7); INSERT INTO "
                                "favicons VALUES(7, 'https://a.example/i', 1);"
                                "INSERT INTO favicon_bitmaps VALUES(1, 7, NULL, NULL, NULL, NULL, NULL)")),
            "icon_mapping rowid 1 | 1 | NULL | NULL | https://a.example/ | https://a.example/i | 7 | 1 | "
            "NULL | NULL | NULL\n");
}

TEST(IosChromeFavicon, says_which_state_of_the_log_holds_a_page) {
  auto [main, wal] =
      database_with_wal(std::string(favicons) + "INSERT INTO icon_mapping VALUES(1, 'https://a.example/', 7)",
                        "DELETE FROM icon_mapping");
  EXPECT_EQ(records_with_wal("ios.chrome_favicon", main, wal),
            "main icon_mapping rowid 1 | 1 | NULL | NULL | https://a.example/ | NULL | 7 | NULL | NULL | "
            "NULL | NULL\n");
}

TEST(IosChromeFavicon, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.chrome_favicon", database_of("CREATE TABLE icon_mapping(id, page_url)")),
            "failed: unsupported: table icon_mapping has no column icon_id\n");
}

}  // namespace bridle::testing

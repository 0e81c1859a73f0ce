#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

constexpr const char* favicons =
    "CREATE TABLE page_url(url TEXT PRIMARY KEY NOT NULL, uuid TEXT NOT NULL);"
    "CREATE TABLE icon_info(uuid TEXT PRIMARY KEY NOT NULL, url TEXT NOT NULL, timestamp REAL NOT NULL, "
    "width INTEGER, height INTEGER);"
    "CREATE TABLE rejected_resources(page_url TEXT, icon_url TEXT, timestamp REAL);";

}  // namespace

TEST(IosSafariFavicon, reads_pages_icons_and_rejected_ones) {
  EXPECT_EQ(records("ios.safari_favicon",
                    database_of(std::string(favicons) +
                                "INSERT INTO page_url VALUES('https://a.example/', 'U1'), "
                                "('https://a.example/2', 'U1'), ('https://lost.example/', 'U9');"
                                "INSERT INTO icon_info VALUES('U1', 'https://a.example/i', 700000000.5, 16, "
                                "16), ('U2', 'https://b.example/i', 1760000000, 0, 0);"
                                "INSERT INTO rejected_resources VALUES('https://c.example/', "
                                "'https://c.example/i', 700000100)")),
            "page_url rowid 1 | valid | 2023-03-08T20:26:40.500Z | https://a.example/ | https://a.example/i "
            "| U1 | {\"width\":16,\"height\":16}\n"
            "page_url rowid 2 | valid | 2023-03-08T20:26:40.500Z | https://a.example/2 | https://a.example/i "
            "| U1 | {\"width\":16,\"height\":16}\n"
            "page_url rowid 3 | valid | NULL | https://lost.example/ | NULL | U9 | NULL\n"
            "key icon_info U2 | icon | 2025-10-09T08:53:20Z | NULL | https://b.example/i | U2 | NULL\n"
            "rejected_resources rowid 1 | rejected | 2023-03-08T20:28:20Z | https://c.example/ | "
            "https://c.example/i | NULL | NULL\n");
}

TEST(IosSafariFavicon, says_which_state_of_the_log_holds_a_page) {
  auto [main, wal] =
      database_with_wal(std::string(favicons) + "INSERT INTO page_url VALUES('https://a.example/', 'U1')",
                        "DELETE FROM page_url");
  EXPECT_EQ(records_with_wal("ios.safari_favicon", main, wal),
            "main page_url rowid 1 | valid | NULL | https://a.example/ | NULL | U1 | NULL\n");
}

TEST(IosSafariFavicon, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.safari_favicon",
                    database_of("CREATE TABLE page_url(url, uuid); CREATE TABLE icon_info(uuid)")),
            "failed: unsupported: table icon_info has no column url, timestamp\n");
}

}  // namespace bridle::testing

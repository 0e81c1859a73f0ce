#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

constexpr const char* tables =
    "CREATE TABLE cfurl_cache_response(entry_ID INTEGER PRIMARY KEY AUTOINCREMENT UNIQUE, version INTEGER, "
    "hash_value INTEGER, storage_policy INTEGER, request_key TEXT UNIQUE, time_stamp NOT NULL DEFAULT "
    "CURRENT_TIMESTAMP, partition TEXT);"
    "CREATE TABLE cfurl_cache_blob_data(entry_ID INTEGER PRIMARY KEY, response_object BLOB, request_object "
    "BLOB, proto_props BLOB, user_info BLOB);"
    "CREATE TABLE cfurl_cache_receiver_data(entry_ID INTEGER PRIMARY KEY, isDataOnFS INTEGER, receiver_data "
    "BLOB);";
constexpr std::string_view path = "/private/var/mobile/Library/Caches/com.apple.coretelephony/Cache.db";

PlistTree url(const char* text) {
  return Dictionary{{"_CFURLStringType", 15}, {"_CFURLString", text}};
}
std::string response() {
  return write_bplist(Dictionary{
      {"Version", 1},
      {"Array",
       Array{url("https://evil.example/next"), 700000000.5, 0, 302,
             Dictionary{{"Server", "nginx"}, {"Location", "https://evil.example/next"}, {"__hhaa__", "x"}},
             10, "text/html"}}});
}
std::string request() {
  return write_bplist(Dictionary{
      {"Version", 9},
      {"Array", Array{false, url("http://evil.example/"), 60.0, "GET", Dictionary{{"Accept", "*/*"}}}}});
}
std::string with_messages(const std::string& sql, const std::string& answer, const std::string& asked) {
  auto built =
      SqliteBuilder()
          .run(std::string(tables) + sql)
          .insert_blob("INSERT INTO cfurl_cache_blob_data(entry_ID, response_object) VALUES(1, ?)", answer)
          .insert_blob("UPDATE cfurl_cache_blob_data SET request_object = ?", asked)
          .build();
  return built ? std::string(as_text(built->main)) : built.error().message;
}

}  // namespace

TEST(IosCacheFiles, reads_answers_with_their_messages_and_bodies) {
  EXPECT_EQ(
      records("ios.cache_files",
              with_messages("INSERT INTO cfurl_cache_response VALUES(1, 0, -5, 0, 'http://evil.example/', "
                            "'2023-11-14 22:13:20', 'evil.example'), (2, 0, 0, 1, 'https://b.example/', "
                            "'yesterday', NULL), (3, 0, 0, 0, NULL, '2023-11-14 22:13:21', NULL);"
                            "INSERT INTO cfurl_cache_receiver_data VALUES(1, 0, x'010203'), (2, 1, "
                            "'A0C0E4C7-5449-4D66-B901-5BAEEC7D2E89')",
                            response(), request()),
              path),
      "cfurl_cache_response rowid 1 | 1 | 2023-11-14T22:13:20Z | http://evil.example/ | "
      "https://evil.example/next | com.apple.coretelephony | GET | 302 | text/html | nginx | "
      "https://evil.example/next | {\"Server\":\"nginx\",\"Location\":\"https://evil.example/next\"} | "
      "{\"Accept\":\"*/*\"} | 3 | NULL | evil.example | 0 | -5 | 0 | NULL\n"
      "  mined response_headers plain https://evil.example/next\n"
      "cfurl_cache_response rowid 2 | 2 | NULL | https://b.example/ | NULL | com.apple.coretelephony | NULL "
      "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | A0C0E4C7-5449-4D66-B901-5BAEEC7D2E89 | NULL | 0 | "
      "0 | 1 | {\"time_stamp\":\"yesterday\"}\n"
      "cfurl_cache_response rowid 3 | 3 | 2023-11-14T22:13:21Z | NULL | NULL | com.apple.coretelephony | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | 0 | 0 | NULL\n");
}

TEST(IosCacheFiles, damaged_messages_cost_themselves_only) {
  EXPECT_EQ(records("ios.cache_files",
                    with_messages("INSERT INTO cfurl_cache_response VALUES(1, 0, 0, 0, "
                                  "'http://evil.example/', '2023-11-14 22:13:20', NULL)",
                                  "junk", request().substr(0, 40)),
                    path),
            "skip cfurl_cache_response rowid 1: neither a binary nor an XML property list\n"
            "skip cfurl_cache_response rowid 1: bplist offset size\n"
            "cfurl_cache_response rowid 1 | 1 | 2023-11-14T22:13:20Z | http://evil.example/ | NULL | "
            "com.apple.coretelephony | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
            "0 | 0 | 0 | NULL\n");
}

TEST(IosCacheFiles, reads_the_table_of_answers_alone) {
  EXPECT_EQ(records("ios.cache_files",
                    database_of("CREATE TABLE cfurl_cache_response(entry_ID INTEGER PRIMARY KEY, request_key "
                                "TEXT, time_stamp TEXT); INSERT INTO cfurl_cache_response VALUES(1, "
                                "'https://a.example/', '2023-11-14 22:13:20')"),
                    path),
            "cfurl_cache_response rowid 1 | 1 | 2023-11-14T22:13:20Z | https://a.example/ | NULL | "
            "com.apple.coretelephony | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
            "NULL | NULL | NULL | NULL\n");
}

TEST(IosCacheFiles, says_which_state_of_the_log_holds_an_answer) {
  auto [main, wal] = database_with_wal(std::string(tables) +
                                           "INSERT INTO cfurl_cache_response VALUES(1, 0, 0, 0, "
                                           "'https://a.example/', '2023-11-14 22:13:20', NULL)",
                                       "DELETE FROM cfurl_cache_response");
  EXPECT_EQ(records_with_wal("ios.cache_files", main, wal, path),
            "main cfurl_cache_response rowid 1 | 1 | 2023-11-14T22:13:20Z | https://a.example/ | NULL | "
            "com.apple.coretelephony | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
            "0 | 0 | 0 | NULL\n");
}

TEST(IosCacheFiles, reads_the_caches_of_two_phones) {
  CORPUS_OR_SKIP(root, "");
  constexpr std::pair<std::string_view, std::string_view> caches[] = {
      {"ios-ileapp-josh17/dump/filesystem1/private/var/mobile/Containers/Data/Application/"
       "90F2C1EE-68DD-4243-B040-007638E92E37/Library/Caches/com.apple.mobilesafari/Cache.db",
       "| 2024-01-11T23:13:37Z | "
       "https://configuration.apple.com/configurations/internetservices/safari/AutoFillQuirks-1.plist | NULL "
       "| com.apple.mobilesafari | GET | 200 | text/xml | Apache | NULL |"},
      {"ios-ileapp-mvs23/dump/private/var/mobile/Containers/Data/Application/"
       "E9C94D39-5066-4556-8EB9-2DFE28104A2A/Library/Caches/com.apple.mobilesafari/Cache.db",
       "| GET | 200 |"}};
  int rows = 0;
  for (auto [file, known] : caches) {
    std::string main = (root / file).string();
    std::string text = records_with_wal("ios.cache_files", content_of(main), content_of(main + "-wal"),
                                        "/" + std::string(file));
    EXPECT_NE(text.find(known), std::string::npos) << text;
    EXPECT_EQ(text.find("skip"), std::string::npos) << text;
    for (std::size_t at = 0; (at = text.find("cfurl_cache_response rowid", at)) != std::string::npos; ++at)
      ++rows;
  }
  EXPECT_EQ(rows, 7);
}

TEST(IosCacheFiles, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.cache_files", database_of("CREATE TABLE cfurl_cache_response(entry_ID)")),
            "failed: unsupported: table cfurl_cache_response has no column request_key, time_stamp\n");
}

}  // namespace bridle::testing

#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

constexpr const char* tables =
    "CREATE TABLE ZSHORTCUT(Z_PK INTEGER PRIMARY KEY, ZNAME VARCHAR); INSERT INTO ZSHORTCUT VALUES(1, "
    "'Fetch');"
    "CREATE TABLE ZTRIGGER(Z_PK INTEGER PRIMARY KEY, ZENABLED INTEGER, ZSHOULDPROMPT INTEGER, ZSHOULDNOTIFY "
    "INTEGER, ZSHOULDRECUR INTEGER, ZSHORTCUT INTEGER, ZSOURCE VARCHAR, ZDISABLEMENTREASON VARCHAR, ZDATA "
    "BLOB);";

std::string with_trigger(const std::string& sql, const std::string& data) {
  auto built = SqliteBuilder()
                   .run(std::string(tables) + sql)
                   .insert_blob("INSERT INTO ZTRIGGER VALUES(5, 1, 0, 0, 1, 1, 'app', NULL, ?)", data)
                   .build();
  return built ? std::string(as_text(built->main)) : built.error().message;
}

}  // namespace

TEST(IosShortcutTriggers, reads_automations_and_runs) {
  EXPECT_EQ(
      records(
          "ios.shortcut_triggers",
          with_trigger(
              "CREATE TABLE ZTRIGGEREVENT(Z_PK INTEGER PRIMARY KEY, ZTRIGGER INTEGER, ZDATECREATED "
              "TIMESTAMP, ZEVENTINFO BLOB); INSERT INTO ZTRIGGEREVENT VALUES(1, 5, 700000000, NULL);"
              "CREATE TABLE ZSHORTCUTRUNEVENT(Z_PK INTEGER PRIMARY KEY, ZSHORTCUT INTEGER, ZDATE TIMESTAMP, "
              "ZOUTCOME INTEGER, ZSOURCE VARCHAR, ZTRIGGER INTEGER); INSERT INTO ZSHORTCUTRUNEVENT VALUES(1, "
              "1, 700000001.5, 1, 'automation', 5), (2, 77, NULL, 0, NULL, NULL);"
              "CREATE TABLE ZSMARTPROMPTPERMISSION(Z_PK INTEGER PRIMARY KEY, ZSHORTCUT INTEGER, ZACTIONUUID "
              "VARCHAR, ZDATA BLOB); INSERT INTO ZSMARTPROMPTPERMISSION VALUES(1, 1, 'U', x'00')",
              write_bplist(Dictionary{{"app", "com.apple.mobilesafari"}}))),
      "ZTRIGGER rowid 5 | trigger | 5 | 1 | Fetch | NULL | true | false | false | true | NULL | app | "
      "{\"app\":\"com.apple.mobilesafari\"} | NULL\n"
      "ZTRIGGEREVENT rowid 1 | event | 5 | NULL | NULL | 2023-03-08T20:26:40Z | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | {\"Z_PK\":1}\n"
      "ZSHORTCUTRUNEVENT rowid 1 | run | 5 | 1 | Fetch | 2023-03-08T20:26:41.500Z | NULL | NULL | NULL | "
      "NULL | 1 | automation | NULL | {\"Z_PK\":1}\n"
      "ZSHORTCUTRUNEVENT rowid 2 | run | NULL | 77 | NULL | NULL | NULL | NULL | NULL | NULL | 0 | NULL | "
      "NULL | {\"Z_PK\":2}\n"
      "ZSMARTPROMPTPERMISSION rowid 1 | permission | NULL | 1 | Fetch | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | {\"Z_PK\":1,\"ZACTIONUUID\":\"U\",\"ZDATA\":\"AA==\"}\n");
}

TEST(IosShortcutTriggers, a_damaged_definition_costs_itself_only) {
  EXPECT_EQ(records("ios.shortcut_triggers", with_trigger("", "bplist00 broken")),
            "skip ZTRIGGER rowid 5: definition is damaged\n"
            "ZTRIGGER rowid 5 | trigger | 5 | 1 | Fetch | NULL | true | false | false | true | NULL | app | "
            "NULL | {\"ZDATA\":\"YnBsaXN0MDAgYnJva2Vu\"}\n");
}

TEST(IosShortcutTriggers, says_which_state_of_the_log_holds_an_automation) {
  auto [main, wal] = database_with_wal(
      std::string(tables) + "INSERT INTO ZTRIGGER(Z_PK, ZSHORTCUT) VALUES(1, 1)", "DELETE FROM ZTRIGGER");
  EXPECT_EQ(records_with_wal("ios.shortcut_triggers", main, wal),
            "main ZTRIGGER rowid 1 | trigger | 1 | 1 | Fetch | NULL | NULL | NULL | NULL | NULL | NULL | "
            "NULL | NULL | NULL\n");
}

TEST(IosShortcutTriggers, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.shortcut_triggers", database_of("CREATE TABLE ZSHORTCUT(Z_PK)")),
            "failed: unsupported: table ZSHORTCUT has no column ZNAME\n");
}

}  // namespace bridle::testing

#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

constexpr const char* tables =
    "CREATE TABLE ZSHORTCUT(Z_PK INTEGER PRIMARY KEY, ZNAME VARCHAR, ZCREATIONDATE TIMESTAMP, "
    "ZMODIFICATIONDATE TIMESTAMP, ZACTIONSDESCRIPTION VARCHAR, ZRUNEVENTSCOUNT INTEGER);"
    "CREATE TABLE ZSHORTCUTACTIONS(Z_PK INTEGER PRIMARY KEY, ZSHORTCUT INTEGER, ZDATA BLOB);";

std::string with_actions(const std::string& sql, const std::string& actions) {
  auto built = SqliteBuilder()
                   .run(std::string(tables) + sql)
                   .insert_blob("INSERT INTO ZSHORTCUTACTIONS VALUES(9, 1, ?)", actions)
                   .build();
  return built ? std::string(as_text(built->main)) : built.error().message;
}

}  // namespace

TEST(IosShortcuts, reads_shortcuts_and_every_action) {
  EXPECT_EQ(
      records("ios.shortcuts",
              with_actions(
                  "INSERT INTO ZSHORTCUT VALUES(1, CAST('Fetch' AS BLOB), 700000000.5, 700000100, 'Get "
                  "contents', 3), (2, NULL, NULL, 0, NULL, 0)",
                  write_bplist(Array{
                      Dictionary{{"WFWorkflowActionIdentifier", "is.workflow.actions.downloadurl"},
                                 {"WFWorkflowActionParameters",
                                  Dictionary{{"WFURL", "https://evil.example/x"}, {"WFHTTPMethod", "POST"}}}},
                      "odd",
                      Dictionary{{"WFWorkflowActionIdentifier", "is.workflow.actions.runsshscript"},
                                 {"Extra", 1}}}))),
      "ZSHORTCUT rowid 1 | shortcut | 1 | Fetch | 2023-03-08T20:26:40.500Z | 2023-03-08T20:28:20Z | Get "
      "contents | NULL | NULL | NULL | {\"ZRUNEVENTSCOUNT\":3}\n"
      "ZSHORTCUT rowid 2 | shortcut | 2 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "ZSHORTCUTACTIONS rowid 9 action 0 | action | 1 | Fetch | NULL | NULL | NULL | 0 | "
      "is.workflow.actions.downloadurl | {\"WFURL\":\"https://evil.example/x\",\"WFHTTPMethod\":\"POST\"} | "
      "NULL\n"
      "  mined parameters plain https://evil.example/x\n"
      "skip ZSHORTCUTACTIONS rowid 9 action 1: action is no dictionary\n"
      "ZSHORTCUTACTIONS rowid 9 action 2 | action | 1 | Fetch | NULL | NULL | NULL | 2 | "
      "is.workflow.actions.runsshscript | NULL | {\"Extra\":1}\n");
}

TEST(IosShortcuts, keeps_actions_of_a_deleted_shortcut) {
  EXPECT_EQ(
      records("ios.shortcuts",
              with_actions("", write_bplist(Array{Dictionary{{"WFWorkflowActionIdentifier", "a.b"}}}))),
      "ZSHORTCUTACTIONS rowid 9 action 0 | action | 1 | NULL | NULL | NULL | NULL | 0 | a.b | NULL | NULL\n");
}

TEST(IosShortcuts, skips_actions_that_are_no_list) {
  EXPECT_EQ(records("ios.shortcuts", with_actions("", "junk")),
            "skip ZSHORTCUTACTIONS rowid 9: neither a binary nor an XML property list\n");
  EXPECT_EQ(records("ios.shortcuts", with_actions("", write_bplist(Dictionary{}))),
            "skip ZSHORTCUTACTIONS rowid 9: actions are no array\n");
}

TEST(IosShortcuts, says_which_state_of_the_log_holds_a_shortcut) {
  auto [main, wal] = database_with_wal(
      std::string(tables) + "INSERT INTO ZSHORTCUT(Z_PK, ZNAME) VALUES(1, 'A')", "DELETE FROM ZSHORTCUT");
  EXPECT_EQ(records_with_wal("ios.shortcuts", main, wal),
            "main ZSHORTCUT rowid 1 | shortcut | 1 | A | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosShortcuts, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.shortcuts", database_of("CREATE TABLE ZSHORTCUT(Z_PK)")),
            "failed: unsupported: table ZSHORTCUT has no column ZNAME\n");
}

}  // namespace bridle::testing

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/sqlite.h"
#include "program.h"
#include "testing/corpus.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

TEST(Corpus, the_unencrypted_backup_of_ios_14_gives_its_recorded_answers) {
  CORPUS_OR_SKIP(backup, "ios-mvt-backup/ios_backup");
  Folder folder;
  auto outcome = run_bridle({"examine", backup.string(), "--case", folder / "case"});
  EXPECT_EQ(outcome.code, 3) << outcome.err;
  auto count = [&](const std::string& rest) {
    return count_in(folder / "case", "SELECT count(*) FROM " + rest);
  };
  EXPECT_EQ(count("ios_manifest"), 3721);
  EXPECT_EQ(count("ios_manifest WHERE flags = 1"), 1089);
  EXPECT_EQ(count("ios_manifest WHERE flags = 2"), 2618);
  EXPECT_EQ(count("ios_manifest WHERE NOT id_fits"), 0);
  EXPECT_EQ(count("ios_tcc"), 11);
  EXPECT_EQ(count("ios_sms"), 1);
  EXPECT_EQ(count("ios_data_usage WHERE kind = 'usage'"), 10);
  EXPECT_EQ(count("ios_data_usage WHERE kind = 'idle'"), 31);
  EXPECT_EQ(count("ios_data_usage WHERE kind = 'gap' AND gap_first = 5 AND gap_last = 5"), 1);
  EXPECT_EQ(count("ios_data_usage WHERE kind = 'gap' AND gap_first = 42 AND gap_last = 45"), 1);
  EXPECT_EQ(count("ios_calendar"), 1);
  EXPECT_EQ(count("ios_whatsapp_messages"), 3);
  EXPECT_EQ(count("ios_whatsapp_chats"), 2);
  EXPECT_EQ(count("ios_global_preferences"), 16);
  EXPECT_EQ(text_in(folder / "case", "SELECT value FROM device WHERE key = 'build_version'"), "18C66");
  // 1,079 of its files were left out by whoever published it: that must not look complete.
  EXPECT_EQ(text_in(folder / "case", "SELECT coverage_level FROM revision"), "partial");
  EXPECT_THAT(outcome.out, HasSubstr("1079 of the 1089 files"));
}

TEST(Corpus, both_encrypted_shapes_open_with_their_password_and_not_without) {
  CORPUS_OR_SKIP(shapes, "ios-pyiosbackup-enc");
  for (const char* shape : {"sqlite", "mbdb"}) {
    Folder folder;
    auto refused = run_bridle({"examine", (shapes / shape).string(), "--case", folder / "no"});
    EXPECT_EQ(refused.code, 2) << shape;
    EXPECT_THAT(refused.err, HasSubstr("encrypted and no password"));
    auto outcome = run_bridle({"examine", (shapes / shape).string(), "--case", folder / "case"},
                              {{"BRIDLE_PASSWORD", "0000"}});
    EXPECT_EQ(outcome.code, 3) << shape << outcome.err;
    EXPECT_EQ(text_in(folder / "case",
                      "SELECT domain || ' ' || relative_path || ' ' || file_id || ' ' || size || ' ' || mode "
                      "|| ' ' || owner FROM ios_manifest"),
              "MyTestDomain Media/Test.txt 5727bd1c5fa1055e15d8b4a75a74793c84b5ffdc 9 33261 501");
    EXPECT_EQ(text_in(folder / "case", "SELECT utc FROM timeline WHERE event = 'file_modified'"),
              "2021-08-04T13:07:43.000Z");
    EXPECT_EQ(count_in(folder / "case", "SELECT count(*) FROM ios_manifest WHERE NOT id_fits"), 0);
  }
}

// Real databases whose rows lie partly or wholly in the write-ahead log, as two files of a backup.
TEST(Corpus, address_books_of_the_wal_oracle_are_read_with_their_log) {
  CORPUS_OR_SKIP(corpus_root, "");
  int examined = 0;
  for (const fs::path& main : files_below(corpus_root)) {
    if (main.filename() != "AddressBook.sqlitedb" || !fs::exists(main.string() + "-wal")) continue;
    Folder folder;
    auto backup = IosBackupBuilder::begin(folder / "backup", encrypted_template());
    ASSERT_TRUE(backup);
    std::string path = "Library/AddressBook/AddressBook.sqlitedb";
    ASSERT_TRUE(
        (*backup)->add({.domain = "HomeDomain", .path = path, .content = {}, .from_file = main.string()}));
    ASSERT_TRUE((*backup)->add(
        {.domain = "HomeDomain", .path = path + "-wal", .content = {}, .from_file = main.string() + "-wal"}));
    ASSERT_TRUE((*backup)->finish());
    auto outcome = run_bridle({"examine", folder / "backup", "--case", folder / "case", "-q"},
                              {{"BRIDLE_PASSWORD", "pw"}});
    EXPECT_NE(outcome.code, 2) << outcome.err;
    EXPECT_EQ(text_in(folder / "case", "SELECT status FROM coverage WHERE artefact = 'ios.contacts'"),
              "complete");
    // SQLite itself is the judge: a copy, opened with its log.
    fs::copy_file(main, folder / "copy.db");
    fs::copy_file(main.string() + "-wal", folder / "copy.db-wal");
    auto database = Database::open(folder / "copy.db", Database::Mode::read_write);
    ASSERT_TRUE(database);
    EXPECT_EQ(
        count_in(
            folder / "case",
            "SELECT count(DISTINCT person_id) FROM ios_contacts WHERE kind = 'person' AND state <> 'main'"),
        *database->number("SELECT count(*) FROM ABPerson"));
    EXPECT_EQ(count_in(folder / "case", "SELECT count(*) FROM ios_contacts WHERE state = ''"), 0)
        << "every row says which state holds it";
    ++examined;
  }
  EXPECT_GE(examined, 2);
}

// Public packs against real evidence: what is met must be explained, and here nothing is.
TEST(Corpus, public_indicators_meet_nothing_in_the_reference_backup) {
  CORPUS_OR_SKIP(corpus_root, "");
  Folder folder;
  auto outcome = run_bridle({"examine", (corpus_root / "ios-mvt-backup/ios_backup").string(), "--case",
                             folder / "case", "-q", "-i", (corpus_root / "ioc-amnesty").string(), "-i",
                             (corpus_root / "ioc-mvt-indicators").string()});
  EXPECT_NE(outcome.code, 2) << outcome.err;
  EXPECT_GT(count_in(folder / "case", "SELECT indicators FROM revision"), 5000);
  EXPECT_EQ(text_in(folder / "case", "SELECT source || ' ' || value FROM match"), "");
}

}  // namespace
}  // namespace bridle::testing

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/sha256.h"
#include "base/sqlite.h"
#include "program.h"

namespace bridle::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

Outcome examine(const std::string& evidence, const std::string& case_folder,
                const std::string& password = "pw", std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{"examine", evidence, "--case", case_folder};
  arguments.insert(arguments.end(), more.begin(), more.end());
  std::map<std::string, std::string> environment;
  if (!password.empty()) environment["BRIDLE_PASSWORD"] = password;
  return run_bridle(arguments, environment);
}

void expect_error(const Outcome& outcome, const std::string& sentence) {
  EXPECT_EQ(outcome.code, 2) << outcome.out;
  EXPECT_THAT(outcome.err, HasSubstr(sentence));
}

std::string stored(const std::string& backup, const std::string& domain_and_path) {
  std::string id = sha1_hex(domain_and_path);
  return backup + "/" + id.substr(0, 2) + "/" + id;
}

TEST(BadEvidence, is_named_with_the_next_step) {
  Folder folder;
  expect_error(examine(folder / "nowhere", folder / "c1"), "there is no folder or archive");
  write_text(folder / "file", "x");
  expect_error(examine(folder / "file", folder / "c2"),
               "is a file, and neither a tar, a tar.gz nor a zip archive");
  fs::create_directory(folder / "empty");
  expect_error(examine(folder / "empty", folder / "c3"), "is not an iOS backup: the folder is empty");
  write_text(folder / "empty/holiday.jpg", "x");
  expect_error(examine(folder / "empty", folder / "c4"), "it holds neither Manifest.db nor Manifest.mbdb");
  for (const char* name : {"c1", "c2", "c3", "c4"})
    EXPECT_FALSE(fs::exists(folder / name)) << "no case of nothing";
}

TEST(BadEvidence, several_backups_in_one_folder_are_named_and_one_is_taken) {
  Folder folder;
  fs::create_directory(folder / "all");
  forge(folder / "forged", {});
  fs::copy(folder / "forged/backup", folder / "all/first", fs::copy_options::recursive);
  EXPECT_NE(examine(folder / "all", folder / "c1").code, 2);
  fs::copy(folder / "forged/backup", folder / "all/second", fs::copy_options::recursive);
  expect_error(examine(folder / "all", folder / "c2"), "holds several backups (first, second)");
}

TEST(BadEvidence, a_missing_index_is_said) {
  Folder folder;
  forge(folder / "forged", encrypted_template());
  fs::remove(folder / "forged/backup/Manifest.db");
  expect_error(examine(folder / "forged/backup", folder / "case"), "without its index");
}

TEST(BadEvidence, a_damaged_index_is_told_from_one_that_is_merely_encrypted) {
  Folder folder;
  forge(folder / "plain", {});
  write_text(folder / "plain/backup/Manifest.db",
             std::string("SQLite format 3\0", 16) + std::string(8176, '\x7f'));
  expect_error(examine(folder / "plain/backup", folder / "c1"), "index Manifest.db cannot be read");
  forge(folder / "forged", encrypted_template());
  fs::remove(folder / "forged/backup/Manifest.plist");
  expect_error(examine(folder / "forged/backup", folder / "c2"),
               "Manifest.db is encrypted, but Manifest.plist is missing");
}

TEST(BadEvidence, an_unfinished_backup_is_examined_and_the_limit_is_said) {
  Folder folder;
  forge(folder / "forged", {});
  fs::create_directory(folder / "forged/backup/Snapshot");
  auto outcome = examine(folder / "forged/backup", folder / "case");
  EXPECT_NE(outcome.code, 2);
  EXPECT_THAT(outcome.out, HasSubstr("still being written"));
  EXPECT_EQ(text_in(folder / "case", "SELECT coverage_level FROM revision"), "partial");
}

TEST(Password, wrong_missing_and_empty_are_told_apart) {
  Folder folder;
  forge(folder / "forged", encrypted_template());
  expect_error(examine(folder / "forged/backup", folder / "c1", "no"),
               "the password does not open this backup");
  expect_error(examine(folder / "forged/backup", folder / "c2", ""), "encrypted and no password was given");
  write_text(folder / "pw", "");
  expect_error(run_bridle({"examine", folder / "forged/backup", "--case", folder / "c3", "--password-file",
                           folder / "pw"}),
               "no password was given");
  expect_error(run_bridle({"examine", folder / "forged/backup", "--case", folder / "c4", "--password-file",
                           folder / "none"}),
               "cannot open");
}

TEST(Password, appears_in_no_file_of_the_case_and_on_no_stream) {
  Folder folder;
  BackupTemplate as = encrypted_template();
  as.password = "zebra-umbrella-77";
  forge(folder / "forged", as);
  auto outcome = examine(folder / "forged/backup", folder / "case", as.password);
  EXPECT_NE(outcome.code, 2) << outcome.err;
  std::string all = outcome.out + outcome.err;
  for (const auto& file : fs::recursive_directory_iterator(folder / "case"))
    all += read_text(file.path().string());
  EXPECT_EQ(all.find(as.password), std::string::npos);
}

TEST(Keybag, a_missing_class_costs_its_files_and_nothing_else) {
  Folder folder;
  BackupTemplate as = encrypted_template();
  as.missing_classes = {1};  // the address book's
  forge(folder / "forged", as);
  auto outcome = examine(folder / "forged/backup", folder / "case");
  EXPECT_NE(outcome.code, 2) << outcome.err;
  EXPECT_EQ(text_in(folder / "case", "SELECT status FROM coverage WHERE artefact = 'ios.contacts'"),
            "failed");
  EXPECT_THAT(text_in(folder / "case", "SELECT reason FROM coverage WHERE artefact = 'ios.contacts'"),
              HasSubstr("protection class 1"));
  EXPECT_GT(count_in(folder / "case", "SELECT count(*) FROM ios_sms"), 40);
}

TEST(StoredFile, listed_and_absent_is_a_failed_trace) {
  Folder folder;
  forge(folder / "forged", {});
  fs::remove(stored(folder / "forged/backup", "HomeDomain-Library/TCC/TCC.db"));
  examine(folder / "forged/backup", folder / "case");
  EXPECT_THAT(
      text_in(folder / "case", "SELECT status || ': ' || reason FROM coverage WHERE artefact = 'ios.tcc'"),
      HasSubstr("failed: listed in the backup's index, but its file is not in the backup"));
}

TEST(StoredFile, cut_off_or_with_a_lying_size_keeps_what_is_there) {
  Folder folder;
  auto backup = IosBackupBuilder::begin(folder / "backup", {});
  ASSERT_TRUE(backup);
  forge(folder / "forged", {});
  std::string tcc = read_text(stored(folder / "forged/backup", "HomeDomain-Library/TCC/TCC.db"));
  std::string usage =
      read_text(stored(folder / "forged/backup", "WirelessDomain-Library/Databases/DataUsage.sqlite"));
  // A recorded size smaller than the content must not cut a database; a file shorter than recorded is cut
  // off.
  ASSERT_TRUE((*backup)->add({.domain = "HomeDomain",
                              .path = "Library/TCC/TCC.db",
                              .content = tcc,
                              .from_file = {},
                              .recorded_size = 100}));
  ASSERT_TRUE((*backup)->add({.domain = "WirelessDomain",
                              .path = "Library/Databases/DataUsage.sqlite",
                              .content = usage,
                              .from_file = {},
                              .recorded_size = usage.size() + 8192}));
  ASSERT_TRUE((*backup)->finish());
  examine(folder / "backup", folder / "case");
  EXPECT_EQ(text_in(folder / "case", "SELECT status || records FROM coverage WHERE artefact = 'ios.tcc'"),
            "complete3");
  EXPECT_THAT(text_in(folder / "case", "SELECT notes FROM coverage WHERE artefact = 'ios.tcc'"),
              HasSubstr("larger than recorded"));
  EXPECT_EQ(text_in(folder / "case", "SELECT status FROM coverage WHERE artefact = 'ios.data_usage'"),
            "partial");
  EXPECT_THAT(text_in(folder / "case", "SELECT notes FROM coverage WHERE artefact = 'ios.data_usage'"),
              HasSubstr("cut off"));
}

TEST(StoredFile, a_database_cut_at_a_page_boundary_loses_rows_not_the_table) {
  Folder folder;
  BackupTemplate as = encrypted_template();
  forge(folder / "forged", as);
  std::string path = stored(folder / "forged/backup", "HomeDomain-Library/Safari/History.db");
  std::string whole = read_text(path);
  ASSERT_GT(whole.size(), 4 * 4096u);
  write_text(path, whole.substr(0, whole.size() / 4096 / 2 * 4096));
  auto outcome = examine(folder / "forged/backup", folder / "case");
  EXPECT_NE(outcome.code, 2) << outcome.err;
  std::string status =
      text_in(folder / "case", "SELECT status FROM coverage WHERE artefact = 'ios.safari_history'");
  EXPECT_TRUE(status == "partial" || status == "failed") << status;
  EXPECT_EQ(text_in(folder / "case", "SELECT status FROM coverage WHERE artefact = 'ios.sms'"), "complete");
}

TEST(HostileNames, are_refused_reported_and_never_opened) {
  Folder folder;
  auto backup = IosBackupBuilder::begin(folder / "backup", {});
  ASSERT_TRUE(backup);
  write_text(folder / "secret", "outside");
  auto add = [&](std::string path, std::string file_id) {
    ASSERT_TRUE((*backup)->add({.domain = "HomeDomain",
                                .path = std::move(path),
                                .content = {},
                                .from_file = {},
                                .recorded_size = {},
                                .target = {},
                                .listed_only = true,
                                .file_id = std::move(file_id)}));
  };
  add("Library/TCC/TCC.db", "../../secret");
  add("../../../../etc/passwd", "");
  add("/etc/passwd", "");
  ASSERT_TRUE((*backup)->finish());
  auto outcome = examine(folder / "backup", folder / "case");
  EXPECT_NE(outcome.code, 2) << outcome.err;
  EXPECT_EQ(count_in(folder / "case", "SELECT skipped FROM coverage WHERE artefact = 'evidence.index'"), 3);
  EXPECT_EQ(count_in(folder / "case", "SELECT count(*) FROM skip WHERE reason LIKE '%refused%'"), 3);
  EXPECT_EQ(count_in(folder / "case", "SELECT count(*) FROM evidence_file WHERE path LIKE '%secret%'"), 0);
}

TEST(HostileNames, a_link_inside_the_backup_is_not_followed) {
  Folder folder;
  forge(folder / "forged", {});
  std::string path = stored(folder / "forged/backup", "HomeDomain-Library/TCC/TCC.db");
  fs::rename(path, folder / "elsewhere.db");
  fs::create_symlink(folder / "elsewhere.db", path);
  examine(folder / "forged/backup", folder / "case");
  EXPECT_EQ(text_in(folder / "case", "SELECT status FROM coverage WHERE artefact = 'ios.tcc'"), "failed");
  EXPECT_GE(count_in(folder / "case",
                     "SELECT count(*) FROM evidence_file WHERE problem LIKE 'not a regular file%'"),
            1);
}

TEST(CaseFolder, that_exists_is_full_or_read_only_is_named) {
  Folder folder;
  forge(folder / "forged", {});
  fs::create_directory(folder / "used");
  write_text(folder / "used/notes.txt", "mine");
  expect_error(examine(folder / "forged/backup", folder / "used"), "exists and is not empty");
  EXPECT_EQ(read_text(folder / "used/notes.txt"), "mine");
  expect_error(examine(folder / "forged/backup", folder / "nowhere/case"), "cannot write beside");
  fs::create_directory(folder / "locked");
  fs::permissions(folder / "locked", fs::perms::owner_read | fs::perms::owner_exec);
  // What root may not write to either is what the kernel shows of itself.
  auto locked = ::geteuid() == 0 ? fs::path("/sys") : fs::path(folder / "locked");
  expect_error(examine(folder / "forged/backup", locked / "case"), "cannot write beside");
}

TEST(CaseFolder, that_runs_full_ends_the_examination_with_a_sentence) {
  Folder folder;
  forge(folder / "forged", {});
  fs::create_directory(folder / "tiny");
  if (::mount("tmpfs", (folder / "tiny").c_str(), "tmpfs", 0, "size=128k") != 0)
    GTEST_SKIP() << "no right to mount a small file system";
  auto outcome = examine(folder / "forged/backup", folder / "tiny/case");
  ::umount((folder / "tiny").c_str());
  EXPECT_EQ(outcome.code, 2) << outcome.out;
  EXPECT_THAT(outcome.err, ::testing::AnyOf(HasSubstr("space"), HasSubstr("full")));
}

TEST(Index, of_870000_rows_is_read_whole) {
  Folder folder;
  fs::create_directory(folder / "backup");
  write_text(folder / "backup/Info.plist", "<plist><dict/></plist>");
  {
    auto index = Database::open(folder / "backup/Manifest.db", Database::Mode::create);
    ASSERT_TRUE(index);
    ASSERT_TRUE(
        index->run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;"
                   "CREATE TABLE Files(fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags "
                   "INTEGER, file BLOB);"
                   "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 870000)"
                   "INSERT INTO Files SELECT printf('%040x', i), 'CameraRollDomain', 'Media/' || i, 2, NULL "
                   "FROM n; COMMIT;"));
  }
  auto outcome = examine(folder / "backup", folder / "case", "");
  EXPECT_EQ(outcome.code, 3) << outcome.err;
  EXPECT_EQ(count_in(folder / "case", "SELECT count(*) FROM ios_manifest"), 870000);
}

TEST(IndicatorFile, broken_non_utf8_or_empty_costs_itself_and_is_reported) {
  Folder folder;
  forge(folder / "forged", {});
  fs::create_directory(folder / "iocs");
  fs::copy_file(folder / "forged/indicators.stix2", folder / "iocs/good.stix2");
  write_text(folder / "iocs/broken.stix2", R"({"type": "bundle", "objects": [)");
  write_text(folder / "iocs/latin.stix2", "{\"type\": \"b\xfcndel\"}");
  write_text(folder / "iocs/empty.stix2", "");
  auto outcome = examine(folder / "forged/backup", folder / "case", "", {"--indicators", folder / "iocs"});
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  EXPECT_EQ(count_in(folder / "case", "SELECT count(*) FROM indicator_file"), 4);
  EXPECT_EQ(count_in(folder / "case", "SELECT count(*) FROM indicator_file WHERE error <> ''"), 3);
  EXPECT_THAT(outcome.err, HasSubstr("empty.stix2"));
  expect_error(examine(folder / "forged/backup", folder / "c2", "", {"--indicators", folder / "no-such"}),
               "indicators");
}

TEST(Verify, names_the_first_thing_that_differs) {
  Folder folder;
  forge(folder / "forged", {});
  examine(folder / "forged/backup", folder / "case");
  auto damaged = [&](const std::string& file, auto change) {
    fs::remove_all(folder / "copy");
    fs::copy(folder / "case", folder / "copy", fs::copy_options::recursive);
    write_text(folder / ("copy/" + file), change(read_text(folder / ("copy/" + file))));
    return run_bridle({"verify", folder / "copy"});
  };
  auto flip = [](std::string text) {
    text[text.size() / 2] = static_cast<char>(text[text.size() / 2] ^ 1);
    return text;
  };
  for (const char* file :
       {"case.sqlite", "report.html", "evidence.sha256", "journal.jsonl", "manifest.json"}) {
    auto outcome = damaged(file, flip);
    EXPECT_EQ(outcome.code, 1) << file;
    EXPECT_THAT(outcome.err, HasSubstr(file));
  }
  std::string path = stored(folder / "forged/backup", "HomeDomain-Library/SMS/sms.db");
  write_text(path, flip(read_text(path)));
  auto outcome = run_bridle({"verify", folder / "case", "--evidence", folder / "forged/backup"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("evidence 3d/3d0d7e5f"));
  EXPECT_EQ(run_bridle({"verify", folder / "forged"}).code, 2);
}

}  // namespace
}  // namespace bridle::testing

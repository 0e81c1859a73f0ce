#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "artefacts/catalogue.h"
#include "program.h"
#include "testing/corpus.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

void forge(const std::string& folder, const DumpTemplate& as) {
  auto forged = forge_dump(folder, *forge_sizes("small"), as);
  ASSERT_TRUE(forged) << forged.error().message;
}

std::string evidence_in(const std::string& folder, Packing packing) {
  return folder + (packing == Packing::folder ? "/dump" : "/dump.bin");
}

Outcome examine(const std::string& evidence, const std::string& case_folder,
                std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{"examine", evidence, "--case", case_folder};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_bridle(arguments);
}

// Whether two packings of one phone must agree on a column: an archive knows owners that a folder does not.
bool is_common(const Artefact& artefact, std::string_view column) {
  return artefact.id != "ios.filesystem" ||
         (column != "mode" && column != "owner" && column != "group" && column != "stored_path");
}

std::string all_records(const std::string& case_folder) {
  std::string all;
  for (const Artefact* artefact : catalogue()) {
    std::string row = "''";
    for (const Column& column : artefact->table->columns)
      if (is_common(*artefact, column.name)) row += " || '|' || quote(\"" + std::string(column.name) + "\")";
    std::string table(artefact->table->name);
    std::string where = artefact->id == "ios.filesystem" ? " WHERE type = 'file'" : "";
    all += table + "\n" +
           text_in(case_folder, "SELECT group_concat(row, char(10)) FROM (SELECT " + row + " AS row FROM " +
                                    table + where + " ORDER BY 1)") +
           "\n";
  }
  return all;
}

class EveryPacking : public ::testing::TestWithParam<Packing> {};

TEST_P(EveryPacking, meets_the_answer_key_and_verifies) {
  Folder folder;
  forge(folder / "forged", {.packing = GetParam(), .leading = {}});
  std::string evidence = evidence_in(folder / "forged", GetParam());
  auto outcome = examine(evidence, folder / "case", {"-i", folder / "forged/indicators.stix2"});
  ASSERT_EQ(outcome.code, 1) << outcome.err;
  expect_answers(folder / "forged", folder / "case");
  EXPECT_EQ(text_in(folder / "case", "SELECT value FROM examination WHERE key = 'container'"), "ios_dump");
  EXPECT_EQ(text_in(folder / "case", "SELECT value FROM device WHERE key = 'product_version'"), "16.1.1");
  EXPECT_EQ(text_in(folder / "case", "SELECT value FROM device WHERE key = 'build_version'"), "20B101");
  EXPECT_EQ(
      count_in(folder / "case", "SELECT count(*) FROM coverage WHERE status IN ('failed', 'unsupported')"),
      0);
  auto verified = run_bridle({"verify", folder / "case", "--evidence", evidence});
  EXPECT_EQ(verified.code, 0) << verified.err;
  std::string victim = GetParam() == Packing::folder
                           ? evidence + "/System/Library/CoreServices/SystemVersion.plist"
                           : evidence;
  write_text(victim, read_text(victim) + " ");
  EXPECT_NE(run_bridle({"verify", folder / "case", "--evidence", evidence}).code, 0);
}

INSTANTIATE_TEST_SUITE_P(Dump, EveryPacking,
                         ::testing::Values(Packing::folder, Packing::tar, Packing::tar_gz, Packing::zip,
                                           Packing::zip_stored),
                         [](const auto& as) {
                           std::string text(name(as.param));
                           std::replace_if(
                               text.begin(), text.end(), [](char c) { return c == '.' || c == '-'; }, '_');
                           return text;
                         });

TEST(Dump, gives_the_same_records_in_every_packing_and_layout) {
  Folder folder;
  forge(folder / "folder", {.packing = Packing::folder, .leading = {}});
  ASSERT_NE(examine(folder / "folder/dump", folder / "case").code, 2);
  std::string expected = all_records(folder / "case");
  EXPECT_GT(expected.size(), 20'000u);
  int number = 0;
  for (Packing packing : {Packing::folder, Packing::tar, Packing::tar_gz, Packing::zip, Packing::zip_stored})
    for (const auto& [leading, var_only] :
         {std::pair{"", false}, {"", true}, {"Dump of the phone/fs/", true}}) {
      std::string forged = folder / ("f" + std::to_string(++number)),
                  made = folder / ("c" + std::to_string(number));
      forge(forged, {.packing = packing, .leading = leading, .var_only = var_only});
      auto outcome = examine(evidence_in(forged, packing), made);
      ASSERT_NE(outcome.code, 2) << outcome.err;
      EXPECT_EQ(all_records(made), expected) << name(packing) << " " << leading << " " << var_only;
    }
}

TEST(Dump, of_an_archive_has_modes_owners_and_times) {
  Folder folder;
  forge(folder / "forged", {.packing = Packing::tar, .leading = {}});
  ASSERT_NE(examine(folder / "forged/dump.bin", folder / "case").code, 2);
  EXPECT_EQ(
      text_in(
          folder / "case",
          "SELECT mode || ' ' || owner || ' ' || \"group\" || ' ' || modified FROM ios_filesystem WHERE path "
          "= '/private/var/mobile/Library/SMS/sms.db'"),
      "33188 501 501 1660000000000000000");
}

TEST(Dump, gives_one_seal_with_one_worker_and_with_sixteen) {
  Folder folder;
  forge(folder / "forged", {.packing = Packing::tar_gz, .leading = {}});
  examine(folder / "forged/dump.bin", folder / "one", {"--workers", "1"});
  examine(folder / "forged/dump.bin", folder / "sixteen", {"--workers", "16"});
  EXPECT_EQ(seal_of(folder / "one").size(), 64u);
  EXPECT_EQ(seal_of(folder / "one"), seal_of(folder / "sixteen"));
}

TEST(Dump, in_triage_hashes_only_what_it_read) {
  Folder folder;
  forge(folder / "forged", {.packing = Packing::folder, .leading = {}});
  ASSERT_NE(examine(folder / "forged/dump", folder / "case", {"--triage"}).code, 2);
  std::int64_t files = count_in(folder / "case", "SELECT count(*) FROM evidence_file");
  EXPECT_GT(files, 5);
  EXPECT_LT(files, 30);
}

// A dump of what a test plants, and the case made of it.
class Planted : public ::testing::Test {
 protected:
  void begin(Packing packing, const std::string& encryption = {}) {
    path_ = folder_ / "planted";
    auto dump = DumpBuilder::begin(path_, packing, encryption);
    ASSERT_TRUE(dump) << dump.error().message;
    dump_ = std::move(*dump);
    put({.path = "private/var/mobile/Library/Preferences/.GlobalPreferences.plist",
         .content = "<plist><dict/></plist>"});
  }
  void put(const DumpFile& file) {
    auto added = dump_->add(file);
    ASSERT_TRUE(added) << added.error().message;
  }
  Outcome run() {
    EXPECT_TRUE(dump_->finish());
    dump_.reset();
    return examine(path_, folder_ / "case");
  }
  std::string coverage(const std::string& artefact) {
    return text_in(folder_ / "case",
                   "SELECT group_concat(status || ': ' || reason || ' ' || notes, '; ') FROM coverage "
                   "WHERE artefact = '" +
                       artefact + "'");
  }
  std::string skips() {
    return text_in(folder_ / "case", "SELECT group_concat(locator || ': ' || reason, char(10)) FROM skip");
  }
  Folder folder_;
  std::string path_;
  std::unique_ptr<DumpBuilder> dump_;
};

constexpr const char* log_line = "SIGTERM: [1700000000] All buffers flushed\n";
constexpr const char* log_path = "private/var/db/diagnostics/shutdown.log";

TEST_F(Planted, links_are_listed_and_never_followed) {
  begin(Packing::folder);
  write_text(folder_ / "outside.log", log_line);
  put({.path = log_path, .target = folder_ / "outside.log"});
  fs::create_directory_symlink("/etc", path_ + "/private/etc");
  ASSERT_NE(run().code, 2);
  EXPECT_EQ(count_in(folder_ / "case", "SELECT count(*) FROM ios_shutdown_log"), 0);
  EXPECT_THAT(skips(), HasSubstr("/private/var/db/diagnostics/shutdown.log: a symbolic link stands here"));
  EXPECT_THAT(coverage("evidence.index"), HasSubstr("partial"));
  EXPECT_EQ(text_in(folder_ / "case", "SELECT link_target FROM ios_filesystem WHERE path = '/private/etc'"),
            "/etc");
  EXPECT_EQ(
      count_in(folder_ / "case", "SELECT count(*) FROM ios_filesystem WHERE path LIKE '/private/etc/%'"), 0);
}

TEST_F(Planted, names_that_leave_the_archive_are_refused_and_counted) {
  for (Packing packing : {Packing::tar, Packing::zip}) {
    fs::remove_all(folder_ / "case");
    begin(packing);
    put({.path = "../../../../tmp/bridle-escape", .content = "x"});
    put({.path = "private/var/../../../etc/passwd", .content = "x"});
    put({.path = "/private/var/db/diagnostics/shutdown.log", .content = log_line});
    auto outcome = run();
    ASSERT_NE(outcome.code, 2) << outcome.err;
    EXPECT_FALSE(fs::exists("/tmp/bridle-escape"));
    EXPECT_THAT(skips(), AllOf(HasSubstr("entry 2: its path"), HasSubstr("entry 3: its path")));
    EXPECT_THAT(coverage("evidence.index"), HasSubstr("2 of the entries of the archive could not be used"));
    // A leading slash only says where it was: nothing is opened by it.
    EXPECT_EQ(count_in(folder_ / "case", "SELECT count(*) FROM ios_shutdown_log"), 1);
  }
}

TEST_F(Planted, hard_links_where_a_trace_should_be_are_counted) {
  begin(Packing::tar);
  put({.path = "private/var/other", .content = log_line});
  put({.path = log_path, .hard_link = "private/var/other"});
  ASSERT_NE(run().code, 2);
  EXPECT_THAT(skips(), HasSubstr("a hard link stands here"));
}

TEST_F(Planted, entries_that_are_encrypted_in_a_zip_are_named_and_counted) {
  for (const char* encryption : {"traditional", "aes256"}) {
    fs::remove_all(folder_ / "case");
    begin(Packing::zip, encryption);
    put({.path = log_path, .content = log_line});
    ASSERT_NE(run().code, 2) << encryption;
    EXPECT_EQ(count_in(folder_ / "case", "SELECT count(*) FROM ios_shutdown_log"), 0);
    EXPECT_EQ(
        count_in(folder_ / "case", "SELECT count(*) FROM ios_filesystem WHERE path LIKE '%/shutdown.log'"),
        1);
    EXPECT_THAT(skips(),
                HasSubstr("/private/var/db/diagnostics/shutdown.log: it is encrypted in the archive: unpack "
                          "it with its password"))
        << encryption;
    EXPECT_THAT(coverage("evidence.index"), HasSubstr("partial")) << encryption;
  }
}

TEST_F(Planted, a_name_that_stands_twice_is_read_twice) {
  for (Packing packing : {Packing::tar, Packing::tar_gz, Packing::zip}) {
    fs::remove_all(folder_ / "case");
    begin(packing);
    put({.path = log_path, .content = "SIGTERM: [1700000001] a\n"});
    put({.path = log_path, .content = "SIGTERM: [1700000002] b\n"});
    ASSERT_NE(run().code, 2);
    EXPECT_EQ(text_in(folder_ / "case",
                      "SELECT group_concat(time / 1000000000, ' ') FROM (SELECT time FROM "
                      "ios_shutdown_log ORDER BY id)"),
              "1700000001 1700000002");
  }
}

TEST_F(Planted, a_cut_off_archive_is_examined_as_far_as_it_goes) {
  for (Packing packing : {Packing::tar, Packing::tar_gz, Packing::zip}) {
    fs::remove_all(folder_ / "case");
    begin(packing);
    put({.path = log_path, .content = log_line});
    std::string noise;
    for (std::uint32_t i = 0, x = 1; i < 400'000; ++i)
      noise += static_cast<char>((x = x * 1664525 + 1013904223) >> 24);
    put({.path = "private/var/mobile/Media/noise", .content = noise});
    put({.path = "private/var/last", .content = "x"});
    ASSERT_TRUE(dump_->finish());
    fs::resize_file(path_, fs::file_size(path_) - 100'000);
    auto outcome = run();
    ASSERT_NE(outcome.code, 2) << name(packing) << outcome.err;
    EXPECT_EQ(count_in(folder_ / "case", "SELECT count(*) FROM ios_shutdown_log"), 1) << name(packing);
    EXPECT_THAT(coverage("evidence.index"), AllOf(HasSubstr("partial"), HasSubstr("cut off")))
        << name(packing);
  }
}

TEST_F(Planted, a_bomb_costs_its_own_entry_only) {
  for (Packing packing : {Packing::zip, Packing::tar_gz}) {
    fs::remove_all(folder_ / "case");
    begin(packing);
    put({.path = "private/var/db/diagnostics/shutdown.0.log", .content = log_line});
    put({.path = log_path, .zeros = 300ULL << 20});
    auto outcome = run();
    ASSERT_NE(outcome.code, 2) << outcome.err;
    EXPECT_EQ(count_in(folder_ / "case", "SELECT count(*) FROM ios_shutdown_log WHERE kind = 'shutdown'"), 1)
        << name(packing);
    EXPECT_THAT(coverage("ios.shutdown_log") + coverage("evidence.index"),
                HasSubstr("inflates to more than 200 times"))
        << name(packing);
  }
}

TEST_F(Planted, files_and_the_storages_of_sites_are_exported_as_mvt_has_them) {
  begin(Packing::tar);
  std::string data = "private/var/mobile/Containers/Data/Application/0F09ED00-0000-4000-8000-000000000001/";
  std::string web = data + "Library/WebKit/WebsiteData/";
  put({.path = web + "IndexedDB/v1", .mode = 0040755, .modified = 1'700'000'000});
  put({.path = web + "IndexedDB/v1/https_evil.example.com_0/x/IndexedDB.sqlite3", .content = "x"});
  put({.path = web + "IndexedDB/v1/https_evil.example.com_0", .mode = 0040755});
  put({.path = web + "IndexedDB/http_old.example.org_0", .mode = 0040755});
  put({.path = web + "IndexedDB/v1/file__0", .mode = 0040755});
  put({.path = web + "LocalStorage/https_www.example.net_8443.localstorage", .content = "x"});
  put({.path =
           data + "SystemData/com.apple.SafariViewService/Library/WebKit/WebsiteData/https_in.example.app_0",
       .mode = 0040755});
  put({.path = data + "SystemData/com.apple.SafariViewService/Library/WebKit/WebsiteData/Default",
       .mode = 0040755});
  write_text(folder_ / "evil.stix2", bundle_of({"[domain-name:value='evil.example.com']"}));
  ASSERT_TRUE(dump_->finish());
  ASSERT_NE(examine(path_, folder_ / "case", {"-i", folder_ / "evil.stix2"}).code, 2);
  ASSERT_EQ(run_bridle({"export", folder_ / "case", "--format", "mvt", "-o", folder_ / "mvt"}).code, 0);
  auto exported = [&](const std::string& slug) { return read_text(folder_ / ("mvt/" + slug)); };
  EXPECT_EQ(
      exported("webkit_indexeddb.json"),
      "[\n{\"folder\":\"" + web +
          "IndexedDB/v1\",\"url\":\"https://evil.example.com\",\"isodate\":\"2023-11-14 22:13:20.000000\"},\n"
          "{\"folder\":\"" +
          web + "IndexedDB\",\"url\":\"http://old.example.org\",\"isodate\":\"\"}\n]\n");
  EXPECT_EQ(exported("webkit_local_storage.json"), "[\n{\"folder\":\"" + web +
                                                       "LocalStorage\",\"url\":\"https://www.example.net\","
                                                       "\"isodate\":\"\"}\n]\n");
  EXPECT_THAT(exported("webkit_safari_view_service.json"),
              AllOf(HasSubstr("\"url\":\"https://in.example.app\""), ::testing::Not(HasSubstr("Default"))));
  EXPECT_THAT(
      exported("filesystem.json"),
      HasSubstr("{\"path\":\"" + web + "IndexedDB/v1\",\"modified\":\"2023-11-14 22:13:20.000000\"}"));
  EXPECT_THAT(exported("timeline.csv"), AllOf(HasSubstr("\"WebkitIndexedDB\",\"webkit_indexeddb\""),
                                              HasSubstr("\"Filesystem\",\"entry_modified\"")));
  EXPECT_THAT(exported("webkit_indexeddb_detected.json"), HasSubstr("evil.example.com"));
}

TEST_F(Planted, what_is_no_archive_and_no_dump_is_named) {
  write_text(folder_ / "text.tar", "not a tar");
  auto outcome = examine(folder_ / "text.tar", folder_ / "c1");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("neither a tar, a tar.gz nor a zip archive"));
  begin(Packing::tar);
  path_ = folder_ / "other.zip";
  dump_ = DumpBuilder::begin(path_, Packing::zip).value();
  put({.path = "holiday/beach.jpg", .content = "x"});
  outcome = run();
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("is no file system of an iPhone"));
  EXPECT_FALSE(fs::exists(folder_ / "case")) << "no case of nothing";
}

TEST_F(Planted, a_log_beside_a_database_is_read_with_it) {
  CORPUS_OR_SKIP(dump, "ios-ileapp-mvs23/dump");
  ASSERT_NE(examine(dump.string(), folder_ / "case").code, 2);
  EXPECT_EQ(count_in(folder_ / "case", "SELECT count(*) FROM coverage WHERE status = 'failed'"), 0);
  EXPECT_EQ(text_in(folder_ / "case", "SELECT value FROM device WHERE key = 'product_version'"), "16.1.1");
}

TEST_F(Planted, the_data_volume_alone_is_a_dump_too) {
  CORPUS_OR_SKIP(dump, "ios-ileapp-josh15/dump");
  ASSERT_NE(examine(dump.string(), folder_ / "case").code, 2);
  EXPECT_GT(count_in(folder_ / "case",
                     "SELECT count(*) FROM ios_filesystem WHERE path LIKE '/private/var/mobile/Library/%'"),
            5);
}

}  // namespace
}  // namespace bridle::testing

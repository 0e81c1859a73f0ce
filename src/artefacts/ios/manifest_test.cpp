#include <gtest/gtest.h>

#include <algorithm>

#include "base/sha256.h"
#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/mbdb_builder.h"
#include "testing/mbfile_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

struct File {
  std::string domain, path;
  int flags = 1;
  std::string facts{};    // the archive of column `file`
  std::string file_id{};  // empty: the right one
};

std::string manifest_of(std::initializer_list<File> files) {
  SqliteBuilder builder;
  builder.run(
      "CREATE TABLE Files(fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER, file "
      "BLOB)");
  int row = 0;
  for (const File& file : files) {
    std::string id = file.file_id.empty() ? sha1_hex(file.domain + "-" + file.path) : file.file_id;
    builder.insert("INSERT INTO Files(fileID, domain, relativePath, flags) VALUES(?, ?, ?, ?)",
                   {std::string_view(id), std::string_view(file.domain), std::string_view(file.path),
                    std::int64_t{file.flags}});
    builder.insert_blob("UPDATE Files SET file = ? WHERE rowid = " + std::to_string(++row), file.facts);
  }
  auto built = builder.build();
  return built ? std::string(as_text(built->main)) : built.error().message;
}

}  // namespace

TEST(IosManifest, reads_files_folders_and_links) {
  EXPECT_EQ(
      records("ios.manifest",
              manifest_of(
                  {{"HomeDomain", "Library/SMS/sms.db", 1,
                    write_mbfile({.relative_path = "Library/SMS/sms.db", .size = 7, .protection_class = 3})},
                   {"HomeDomain", "", 2},
                   {"RootDomain", "link", 4,
                    write_mbfile(
                        {.relative_path = "link", .mode = 0120755, .uid = 0, .target = "/etc/passwd"})}})),
      "Files rowid 1 | 3d0d7e5fb2ce288813306e4d4636395e047a3d28 | HomeDomain | Library/SMS/sms.db | "
      "/private/var/mobile/Library/SMS/sms.db | 1 | 2020-09-13T12:26:40Z | 2020-09-13T12:28:20Z | "
      "2020-09-13T12:30:00Z | 33188 | 501 | 501 | 7 | 1000 | 3 | NULL | true\n"
      "Files rowid 2 | 70765829101933f25994c71bbee6dfd685535bff | HomeDomain |  | /private/var/mobile | 2 | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | true\n"
      "Files rowid 3 | 7ed289433121be6e2334be361418e62e140e5ae2 | RootDomain | link | /private/var/root/link "
      "| 4 | 2020-09-13T12:26:40Z | 2020-09-13T12:28:20Z | 2020-09-13T12:30:00Z | 41453 | 0 | 501 | 0 | 1000 "
      "| 0 | /etc/passwd | true\n");
}

TEST(IosManifest, keeps_the_name_when_the_facts_are_broken) {
  EXPECT_EQ(
      records("ios.manifest", manifest_of({{"HomeDomain", "a", 1, "bplist00 broken"}})),
      "skip Files rowid 1: bplist trailer is short\n"
      "Files rowid 1 | f0d8d77b91c77943331191a3d0549d3504858c98 | HomeDomain | a | /private/var/mobile/a | 1 "
      "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | true\n");
}

TEST(IosManifest, resolves_neither_hostile_paths_nor_unknown_domains) {
  EXPECT_EQ(records("ios.manifest", manifest_of({{"HomeDomain", "../../etc/passwd"},
                                                 {"NoSuchDomain", "a"},
                                                 {"HomeDomain", "b", 1, "", "0000"}})),
            "Files rowid 1 | cf0579c24502bb7ba7ab597e43170271e4389030 | HomeDomain | ../../etc/passwd | NULL "
            "| 1 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | true\n"
            "Files rowid 2 | dcaf4dbb0bed5f90ad2b2aa88cda7fc080db1d2c | NoSuchDomain | a | NULL | 1 | NULL | "
            "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | true\n"
            "Files rowid 3 | 0000 | HomeDomain | b | /private/var/mobile/b | 1 | NULL | NULL | NULL | NULL | "
            "NULL | NULL | NULL | NULL | NULL | NULL | false\n");
}

TEST(IosManifest, reads_a_table_without_facts) {
  EXPECT_EQ(
      records("ios.manifest",
              database_of("CREATE TABLE Files(fileID, domain, relativePath, flags);"
                          "INSERT INTO Files VALUES('x', 'AppDomain-com.example.app', 'Documents/a', 1)")),
      "Files rowid 1 | x | AppDomain-com.example.app | Documents/a | "
      "/private/var/mobile/Containers/Data/Application/*/Documents/a | 1 | NULL | NULL | NULL | NULL | NULL "
      "| NULL | NULL | NULL | NULL | NULL | false\n");
}

TEST(IosManifest, reads_the_older_index) {
  EXPECT_EQ(
      records("ios.manifest",
              write_mbdb({{.domain = "HomeDomain", .path = "Library/a", .size = 5},
                          {.domain = "HomeDomain", .path = "l", .target = "/private/etc", .mode = 0xA1FF}}),
              "ios_backup/Manifest.mbdb"),
      "byte 6 | 473b477e2c103e8d38460c6d336707977555545a | HomeDomain | Library/a | "
      "/private/var/mobile/Library/a | 1 | 2014-05-13T16:53:20Z | 2014-05-13T16:55:00Z | "
      "2014-05-13T16:56:40Z | 33188 | 501 | 501 | 5 | 1000 | 0 | NULL | true\n"
      "byte 75 | a9c00b41068c1241540bf5358ccb2adde55598bd | HomeDomain | l | /private/var/mobile/l | 4 | "
      "2014-05-13T16:53:20Z | 2014-05-13T16:55:00Z | 2014-05-13T16:56:40Z | 41471 | 501 | 501 | 0 | 1000 | 0 "
      "| /private/etc | true\n");
}

TEST(IosManifest, says_where_the_older_index_breaks_off) {
  std::string content =
      write_mbdb({{.domain = "HomeDomain", .path = "a"}, {.domain = "HomeDomain", .path = "b"}});
  content.resize(content.size() - 10);
  EXPECT_EQ(records("ios.manifest", content, "ios_backup/Manifest.mbdb"),
            "byte 6 | f0d8d77b91c77943331191a3d0549d3504858c98 | HomeDomain | a | /private/var/mobile/a | 1 "
            "| 2014-05-13T16:53:20Z | 2014-05-13T16:55:00Z | 2014-05-13T16:56:40Z | 33188 | 501 | 501 | 0 | "
            "1000 | 0 | NULL | true\n"
            "failed: truncated: mbdb record at byte 67 is cut off\n");
}

TEST(IosManifest, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.manifest", database_of("CREATE TABLE Files(fileID, domain)")),
            "failed: unsupported: table Files has no column relativePath, flags\n");
}

TEST(IosManifest, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-mvt-backup/ios_backup");
  std::string text = records("ios.manifest", content_of(folder / "Manifest.db"));
  EXPECT_EQ(std::ranges::count(text, '\n'), 3721);
  EXPECT_EQ(text.find("skip "), std::string::npos);
}

}  // namespace bridle::testing

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.h"
#include "testing/corpus.h"
#include "testing/dump_builder.h"
#include "testing/dumpstate_builder.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string a_text() {
  return DumpstateBuilder()
      .header("google/oriole/oriole:14/UP1A.231005.007/1:user/release-keys")
      .section("SYSTEM PROPERTIES", "getprop",
               "[ro.product.model]: [Pixel 6]\n[ro.build.version.release]: [14]\n"
               "[persist.sys.timezone]: [Europe/Rome]\n")
      .begin_dumpsys()
      .service("adb", "ADB MANAGER STATE (dumpsys adb):\n")
      .service("package", "Packages:\n")
      .stopped_service("activity", "half\n")
      .service("package", "Packages:\n", "CRITICAL")
      .end_dumpsys()
      .done()
      .text();
}

struct Packed {
  std::string path, content;
};

void pack(const std::string& path, Packing packing, const std::vector<Packed>& files) {
  auto builder = DumpBuilder::begin(path, packing);
  ASSERT_TRUE(builder) << builder.error().message;
  for (const Packed& file : files) ASSERT_TRUE((*builder)->add({.path = file.path, .content = file.content}));
  ASSERT_TRUE((*builder)->finish());
}

std::vector<Packed> a_bugreport(const std::string& leading = "") {
  return {{leading + "version.txt", "2.0"},
          {leading + "main_entry.txt", "bugreport-oriole.txt\n"},
          {leading + "other.txt", std::string(100'000, 'x')},
          {leading + "bugreport-oriole.txt", a_text()},
          {leading + "FS/data/tombstones/tombstone_00", "pid: 1\n"}};
}

Outcome examine(const std::string& evidence, const std::string& case_folder) {
  return run_bridle({"examine", evidence, "--case", case_folder});
}

// What every packing of one report must agree on.
std::string said(const std::string& case_folder) {
  return text_in(case_folder,
                 "SELECT group_concat(row, char(10)) FROM (SELECT artefact || '|' || path || '|' || status "
                 "|| '|' "
                 "|| records || '|' || reason || '|' || notes AS row FROM coverage WHERE artefact NOT IN "
                 "('evidence.index', 'evidence.files') ORDER BY 1)") +
         "\n" +
         text_in(case_folder,
                 "SELECT group_concat(row, char(10)) FROM (SELECT key || '=' || value AS row FROM device "
                 "ORDER BY 1)");
}

TEST(Bugreport, gives_the_same_in_every_packing) {
  Folder folder;
  pack(folder / "first", Packing::folder, a_bugreport());
  auto outcome = examine(folder / "first", folder / "case");
  ASSERT_NE(outcome.code, 2) << outcome.err;
  std::string expected = said(folder / "case");
  EXPECT_THAT(expected, HasSubstr("evidence.sections|bugreport/bugreport-oriole.txt|complete|6|"));
  EXPECT_THAT(expected, HasSubstr("1 without an end, 1 stopped because they took too long"));
  EXPECT_THAT(expected, HasSubstr("product_type=Pixel 6"));
  EXPECT_THAT(expected, HasSubstr("time_zone=Europe/Rome"));
  EXPECT_THAT(expected, HasSubstr("dump_local_time=2024-03-21 11:07:22"));
  EXPECT_EQ(text_in(folder / "case", "SELECT value FROM examination WHERE key = 'container'"), "bugreport");
  int number = 0;
  for (Packing packing : {Packing::folder, Packing::zip, Packing::zip_stored, Packing::tar_gz})
    for (const char* leading : {"", "bugreport of the phone/"}) {
      std::string path = folder / ("e" + std::to_string(++number)),
                  made = folder / ("c" + std::to_string(number));
      pack(path, packing, a_bugreport(leading));
      outcome = examine(path, made);
      ASSERT_NE(outcome.code, 2) << outcome.err;
      EXPECT_EQ(said(made), expected) << name(packing) << leading;
      EXPECT_EQ(run_bridle({"verify", made, "--evidence", path}).code, 0);
    }
}

TEST(Bugreport, may_be_its_text_alone) {
  Folder folder;
  write_text(folder / "renamed.log", a_text());
  ASSERT_NE(examine(folder / "renamed.log", folder / "case").code, 2);
  EXPECT_THAT(said(folder / "case"), HasSubstr("evidence.sections|bugreport/renamed.log|complete|6|"));
  EXPECT_EQ(text_in(folder / "case", "SELECT value FROM device WHERE key = 'product_version'"), "14");
}

TEST(Bugreport, says_when_the_named_text_is_missing_and_which_was_taken) {
  Folder folder;
  pack(folder / "zip", Packing::zip,
       {{"main_entry.txt", "gone.txt"}, {"bugreport-a.txt", "short"}, {"bugreport-b.txt", a_text()}});
  EXPECT_EQ(examine(folder / "zip", folder / "case").code, 3);
  EXPECT_THAT(said(folder / "case"), HasSubstr("main_entry.txt names a text that is not there"));
  EXPECT_THAT(said(folder / "case"),
              HasSubstr("2 files may be the text of the bug report; bugreport-b.txt was taken"));
}

TEST(Bugreport, that_is_cut_off_is_said) {
  Folder folder;
  std::string text = a_text();
  write_text(folder / "report.txt", text.substr(0, text.find("half")));
  EXPECT_EQ(examine(folder / "report.txt", folder / "case").code, 3);
  EXPECT_THAT(said(folder / "case"), HasSubstr("its text stops in the middle of a section"));
  pack(folder / "zip", Packing::zip, a_bugreport());
  std::string zip = read_text(folder / "zip");
  write_text(folder / "half.zip", zip.substr(0, zip.size() / 2));
  EXPECT_EQ(examine(folder / "half.zip", folder / "case2").code, 3);
}

TEST(Bugreport, without_a_text_is_not_complete) {
  Folder folder;
  pack(folder / "zip", Packing::zip, {{"FS/data/anr/anr_1", "x"}, {"main_entry.txt", "gone.txt"}});
  EXPECT_EQ(examine(folder / "zip", folder / "case").code, 3);
  EXPECT_THAT(said(folder / "case"), HasSubstr("evidence.sections|bugreport/|failed"));
}

TEST(Bugreport, of_old_phones_adds_up) {
  CORPUS_OR_SKIP(old, "and-bugreport-old");
  Folder folder;
  int number = 0;
  for (const auto& path : files_below(old)) {
    std::string made = folder / ("c" + std::to_string(++number));
    auto outcome = examine(path.string(), made);
    ASSERT_NE(outcome.code, 2) << outcome.err;
    EXPECT_EQ(count_in(made, "SELECT records FROM coverage WHERE artefact = 'evidence.sections'"), 96);
    EXPECT_EQ(text_in(made, "SELECT value FROM device WHERE key = 'product_version'"), "2.3.5");
    EXPECT_EQ(count_in(made, "SELECT count(*) FROM coverage WHERE artefact LIKE 'ios.%'"), 0);
  }
}

TEST(AndroidEvidence, of_an_iphone_is_not_looked_for) {
  Folder folder;
  forge(folder / "forged", BackupTemplate{});
  ASSERT_NE(examine(folder / "forged/backup", folder / "case").code, 2);
  EXPECT_EQ(count_in(folder / "case", "SELECT count(*) FROM coverage WHERE artefact LIKE 'android.%'"), 0);
}

}  // namespace
}  // namespace bridle::testing

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/bytes.h"
#include "program.h"
#include "testing/age_builder.h"
#include "testing/apk_builder.h"
#include "testing/deflate.h"
#include "testing/dump_builder.h"
#include "testing/dumpstate_builder.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;

std::string a_text() {
  return DumpstateBuilder()
      .header("google/oriole/oriole:14/UP1A.231005.007/1:user/release-keys")
      .section("SYSTEM PROPERTIES", "getprop", "[ro.product.model]: [Pixel 6]\n")
      .begin_dumpsys()
      .service("package", "Packages:\n  Package [com.example] (1):\n    versionCode=1\n")
      .end_dumpsys()
      .done()
      .text();
}

std::string said(const std::string& case_folder) {
  return text_in(
      case_folder,
      "SELECT (SELECT group_concat(package || ' ' || locator) FROM android_packages) || ' ' || (SELECT "
      "value FROM device WHERE key = 'product_type') || ' ' || (SELECT records FROM coverage WHERE artefact "
      "= 'evidence.sections')");
}

void zip(const std::string& path, const std::string& name, const std::string& content) {
  auto builder = DumpBuilder::begin(path, Packing::zip);
  ASSERT_TRUE(builder) << builder.error().message;
  for (const auto& [member, text] : std::vector<std::pair<std::string, std::string>>{
           {"version.txt", "2.0"}, {"main_entry.txt", "b.txt"}, {"b.txt", a_text()}, {name, content}})
    ASSERT_TRUE((*builder)->add({.path = member, .content = text}));
  ASSERT_TRUE((*builder)->finish());
}

}  // namespace

TEST(Packed, a_text_in_gzip_gives_what_the_text_gives) {
  Folder folder;
  write_text(folder / "bare.txt", a_text());
  write_text(folder / "packed.txt.gz", gzip(a_text()));
  for (const char* name : {"bare.txt", "packed.txt.gz"}) {
    auto outcome = run_bridle({"examine", folder / name, "--case", folder / (std::string(name) + ".case")});
    ASSERT_NE(outcome.code, 2) << outcome.err;
  }
  std::string expected = said(folder / "bare.txt.case");
  EXPECT_THAT(expected, HasSubstr("com.example line "));
  EXPECT_EQ(said(folder / "packed.txt.gz.case"), expected);
  EXPECT_THAT(read_text(folder / "packed.txt.gz.case/evidence.sha256"), HasSubstr("  packed.txt.gz\n"));
  EXPECT_EQ(run_bridle({"verify", folder / "packed.txt.gz.case"}).code, 0);
}

TEST(Packed, a_text_in_gzip_inside_the_zip_gives_what_the_text_gives) {
  Folder folder;
  zip(folder / "plain.zip", "FS/data/x", "x");
  for (const char* main_entry : {"", "bugreport-a.txt.gz", "gone.txt"}) {
    std::string at = folder / ("packed" + std::to_string(std::string_view(main_entry).size()) + ".zip");
    auto builder = DumpBuilder::begin(at, Packing::zip);
    ASSERT_TRUE(builder);
    for (const auto& [member, text] : std::vector<std::pair<std::string, std::string>>{
             {"version.txt", "2.0"}, {"bugreport-a.txt.gz", gzip(a_text())}, {"FS/data/x", "x"}})
      ASSERT_TRUE((*builder)->add({.path = member, .content = text}));
    if (*main_entry != '\0') {
      ASSERT_TRUE((*builder)->add({.path = "main_entry.txt", .content = main_entry}));
    }
    ASSERT_TRUE((*builder)->finish());
    for (const std::string& evidence : {std::string(folder / "plain.zip"), at})
      if (!std::filesystem::exists(evidence + ".case")) {
        EXPECT_NE(run_bridle({"examine", evidence, "--case", evidence + ".case", "--quiet"}).code, 2);
      }
    EXPECT_EQ(said(at + ".case"), said(folder / "plain.zip.case")) << main_entry;
    EXPECT_EQ(text_in(at + ".case",
                      "SELECT path || ' ' || status FROM coverage WHERE artefact = 'evidence.sections'"),
              "bugreport/bugreport-a.txt complete");
    EXPECT_EQ(run_bridle({"verify", at + ".case", "--evidence", at}).code, 0);
  }
}

TEST(Packed, a_packed_text_that_is_none_is_no_text) {
  Folder folder;
  auto builder = DumpBuilder::begin(folder / "a.zip", Packing::zip);
  ASSERT_TRUE(builder);
  ASSERT_TRUE((*builder)->add({.path = "bugreport-a.txt.gz", .content = gzip("a letter")}));
  ASSERT_TRUE((*builder)->add({.path = "FS/data/anr/x", .content = "x"}));
  ASSERT_TRUE((*builder)->finish());
  EXPECT_EQ(run_bridle({"examine", folder / "a.zip", "--case", folder / "case", "--quiet"}).code, 3);
  EXPECT_THAT(text_in(folder / "case", "SELECT reason FROM coverage WHERE artefact = 'evidence.sections'"),
              HasSubstr("it holds no text of a bug report"));
}

TEST(Packed, a_gzip_that_is_cut_off_is_not_complete_and_another_is_refused) {
  Folder folder;
  std::string stream = gzip(a_text());
  write_text(folder / "cut.gz", stream.substr(0, stream.size() - 20));
  EXPECT_EQ(run_bridle({"examine", folder / "cut.gz", "--case", folder / "case", "--quiet"}).code, 3);
  write_text(folder / "other.gz", gzip("a letter"));
  EXPECT_EQ(run_bridle({"examine", folder / "other.gz", "--case", folder / "case2"}).code, 2);
}

TEST(Packed, a_log_in_gzip_gives_what_the_log_gives) {
  Folder folder;
  std::string log = "03-21 10:00:00.123  1000  1234  1250 I UsbDeviceManager: Setting USB config to mtp\n";
  zip(folder / "a.zip", "FS/data/misc/logd/logcat.01", log);
  zip(folder / "b.zip", "FS/data/misc/logd/logcat.01.gz", gzip(log));
  for (const char* name : {"a", "b"}) {
    std::string made = folder / (std::string(name) + ".case");
    (void)run_bridle({"examine", folder / (std::string(name) + ".zip"), "--case", made, "--quiet"});
    EXPECT_EQ(text_in(made, "SELECT group_concat(kind || ' ' || message) FROM android_log_events"),
              "usb Setting USB config to mtp")
        << name;
  }
}

// dumpstate writes the phone's wall clock into its zip; who packs the files again writes another.
TEST(Packed, a_report_as_the_phone_packed_it_has_the_times_of_its_files) {
  Folder folder;
  std::string properties =
      "------ SYSTEM PROPERTIES (getprop) ------\n[persist.sys.timezone]: [Europe/Rome]\n------ 0.1s was the "
      "duration of 'SYSTEM PROPERTIES' ------\n";
  for (const char* leading : {"", "again/"}) {
    std::string name = *leading == '\0' ? "phone" : "again", made = folder / (name + ".case");
    ApkBuilder builder;
    for (const auto& [member, content] : std::vector<std::pair<std::string, std::string>>{
             {"main_entry.txt", "b.txt"}, {"b.txt", properties}, {"FS/data/anr/anr_1", "x"}})
      builder.member(leading + member, content);
    write_text(folder / (name + ".zip"), builder.write());
    (void)run_bridle({"examine", folder / (name + ".zip"), "--case", made, "--quiet"});
    EXPECT_EQ(run_bridle({"export", made, "-o", folder / name}).code, 0);
  }
  constexpr const char* times =
      "SELECT group_concat(path || ' ' || stored_path || ' ' || coalesce(modified_local, '-') || ' ' || "
      "coalesce(modified, '-') || ' ' || (copied IS NULL)) FROM android_file_times";
  EXPECT_EQ(text_in(folder / "phone.case", times),
            "/data/anr/anr_1 bugreport/FS/data/anr/anr_1 2024-01-01 00:00:00 1704063600000000000 1");
  EXPECT_EQ(text_in(folder / "again.case", times), "/data/anr/anr_1 bugreport/FS/data/anr/anr_1 - - 0");
  EXPECT_EQ(text_in(folder / "phone.case", "SELECT utc FROM timeline WHERE source = 'android_file_times'"),
            "2023-12-31T23:00:00.000Z");
  EXPECT_EQ(count_in(folder / "again.case", "SELECT count(*) FROM timeline"), 0);
  EXPECT_EQ(read_text(folder / "phone/bugreport_timestamps.json"),
            "[\n{\"path\":\"FS/data/anr/anr_1\",\"modified_time\":\"2024-01-01 00:00:00.000000\"}\n]\n");
  EXPECT_THAT(
      read_text(folder / "phone/timeline.csv"),
      HasSubstr("\"2024-01-01 00:00:00.000000\",\"BugReportTimestamps\",\"M---\",\"FS/data/anr/anr_1\""));
}

TEST(Packed, an_age_file_in_text_armour_gives_what_the_age_file_gives) {
  Folder folder;
  zip(folder / "plain.zip", "FS/data/x", "x");
  std::string sealed = write_age(read_text(folder / "plain.zip"), {});
  std::string base64 = to_base64(as_bytes(sealed)), text = "-----BEGIN AGE ENCRYPTED FILE-----\n";
  for (std::size_t at = 0; at < base64.size(); at += 64) text += base64.substr(at, 64) + "\n";
  text += "-----END AGE ENCRYPTED FILE-----\n";
  write_text(folder / "armoured.age", text);
  write_text(folder / "key.txt", std::string(age_test_identity) + "\n");
  auto outcome = run_bridle(
      {"examine", folder / "armoured.age", "--case", folder / "case", "--identity", folder / "key.txt"});
  ASSERT_NE(outcome.code, 2) << outcome.err;
  EXPECT_THAT(said(folder / "case"), HasSubstr("com.example line "));
  text.erase(200, 1);
  write_text(folder / "damaged.age", text);
  EXPECT_EQ(run_bridle({"examine", folder / "damaged.age", "--case", folder / "case2", "--identity",
                        folder / "key.txt"})
                .code,
            2);
}

TEST(Clock, of_a_collection_without_dumpsys_is_that_of_its_properties) {
  Folder folder;
  for (bool named : {true, false}) {
    std::string at = folder / (named ? "named.zip" : "unnamed.zip"), made = at + ".case";
    auto builder = DumpBuilder::begin(at, Packing::zip);
    ASSERT_TRUE(builder);
    for (const auto& [member, text] : std::vector<std::pair<std::string, std::string>>{
             {"acquisition.json", "{}"},
             {"getprop.txt", named ? "[persist.sys.timezone]: [Europe/Rome]\n" : "[a]: [b]\n"},
             {"logs/data/anr/anr_1", "----- pid 8 at 2024-07-21 10:00:01 -----\nCmd line: com.b\n"}})
      ASSERT_TRUE((*builder)->add({.path = member, .content = text}));
    ASSERT_TRUE((*builder)->finish());
    (void)run_bridle({"examine", at, "--case", made, "--quiet"});
    EXPECT_EQ(text_in(made, "SELECT utc FROM timeline WHERE source = 'android_anr'"),
              named ? "2024-07-21T08:00:01.000Z" : "");
  }
}

}  // namespace bridle::testing

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/text.h"
#include "mvt_output.h"
#include "testing/dump_builder.h"
#include "testing/indicators.h"

namespace bridle::testing {

// docs/differences-from-mvt.md names a test for each known defect of MVT: it must be there.
TEST(AndroidDefects, each_names_a_test_that_exists) {
  std::string page = read_text(std::string(BRIDLE_SOURCE_DIR) + "/docs/differences-from-mvt.md");
  std::string sources = test_sources();
  for (int number = 1; number <= 30; ++number) {
    auto row = between(page, fmt::format("\n| A{} |", number), "\n");
    ASSERT_TRUE(row) << "A" << number;
    int named = 0;
    for (std::string_view rest = *row; auto name = between(rest, "`", "`");) {
      rest = rest.substr(static_cast<std::size_t>(name->data() + name->size() + 1 - rest.data()));
      auto dot = name->find('.');
      if (dot == std::string_view::npos || name->starts_with("com.") || name->contains('/') ||
          name->contains('*'))
        continue;
      named += has_test(sources, *name) ? 1 : 0;
    }
    EXPECT_GT(named, 0) << "A" << number << ":" << *row;
  }
}

// A19: a process and a command name an app, whatever stands around it.
TEST(AndroidDefects, a_process_and_a_command_meet_the_app_that_they_name) {
  Folder folder;
  write_text(
      folder / "2026-01-01.txt",
      "{\"security_event\":{\"event_time\":1,\"app_process_start\":{\"process\":\"com.evil:remote\"}}}\n"
      "{\"security_event\":{\"event_time\":2,\"app_process_start\":{\"process\":\"com.evil2\"}}}\n"
      "{\"security_event\":{\"event_time\":3,\"adb_shell_cmd\":{\"command\":\"pm grant com.evil x\"}}}\n");
  std::filesystem::create_directory(folder / "logs");
  std::filesystem::rename(folder / "2026-01-01.txt", folder / "logs/2026-01-01.txt");
  write_text(folder / "i.stix2", bundle_of({"[app:id='com.evil']"}));
  (void)run_bridle({"examine", folder / "logs", "--case", folder / "case", "-i", folder / "i.stix2", "-q"});
  EXPECT_EQ(
      text_in(folder / "case",
              "SELECT group_concat(DISTINCT e.event || ' ' || e.locator) FROM match m JOIN "
              "android_security_events e ON e.id = m.record WHERE m.source = 'android_security_events'"),
      "app_process_start line 1,adb_shell_cmd line 3");
}

// A21: the times of a collection's members are those of the copy; they stand for no moment of the phone.
TEST(AndroidDefects, times_of_copies_are_not_given_as_the_phones) {
  Folder folder;
  auto builder = DumpBuilder::begin(folder / "c.zip", Packing::zip);
  ASSERT_TRUE(builder);
  for (const char* name : {"acquisition.json", "logs/data/anr/anr_1", "logs/data/log/x"})
    ASSERT_TRUE((*builder)->add({.path = name, .content = "{}", .modified = 1'700'000'000}));
  ASSERT_TRUE((*builder)->finish());
  (void)run_bridle({"examine", folder / "c.zip", "--case", folder / "case", "--quiet"});
  EXPECT_EQ(count_in(folder / "case", "SELECT count(*) FROM timeline"), 0);
  EXPECT_EQ(count_in(folder / "case",
                     "SELECT count(*) FROM android_file_times WHERE modified_local IS NULL AND modified IS "
                     "NULL AND copied IS NOT NULL"),
            2);
  // In MVT's form they stand among its events, where its readers look for them.
  EXPECT_EQ(run_bridle({"export", folder / "case", "-o", folder / "mvt"}).code, 0);
  EXPECT_THAT(read_text(folder / "mvt/timeline.csv"),
              ::testing::HasSubstr(
                  "\"2023-11-14 22:13:20.000000\",\"AQFLogTimestamps\",\"M---\",\"logs/data/anr/anr_1\""));
  EXPECT_EQ(read_text(folder / "mvt/aqf_log_timestamps.json"),
            "[\n"
            "{\"path\":\"logs/data/anr/anr_1\",\"modified_time\":\"2023-11-14 22:13:20.000000\"},\n"
            "{\"path\":\"logs/data/log/x\",\"modified_time\":\"2023-11-14 22:13:20.000000\"}\n"
            "]\n");
}

}  // namespace bridle::testing

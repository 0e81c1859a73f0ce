#include "formats/dumpstate.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/dumpstate_builder.h"

namespace bridle {
namespace {

using testing::DumpstateBuilder;
using ::testing::ElementsAre;

DumpText split(std::string_view text) {
  return split_dump(as_bytes(text));
}

// "path line..line+lines ended|cut|open [time-out] [errors]" and the content's bounds as its first and last
// word.
std::vector<std::string> shown(std::string_view text) {
  std::vector<std::string> all;
  for (const DumpSection& s : split(text).sections) {
    std::string_view body = text.substr(s.offset, s.size);
    all.push_back(fmt::format(
        "{}{} line {} {}{}{}{}", section_path(s),
        s.kind == DumpSection::Kind::service && !s.command.empty() ? " " + s.command : "", s.first_line,
        body.substr(0, body.find_first_of("\r\n")),
        s.ended     ? ""
        : s.cut_off ? " | cut off"
                    : " | no end",
        s.timed_out ? " | timed out" : "", s.errors > 0 ? fmt::format(" | {} errors", s.errors) : ""));
  }
  return all;
}

TEST(Dumpstate, finds_every_kind_of_section) {
  std::string text = testing::every_kind_of_section();
  EXPECT_THAT(
      shown(text),
      ElementsAre("dumpstate/header line 1 " + std::string(56, '=') + " | no end",
                  "dumpstate/uptime line 11  11:07:22 up 1 day",
                  "dumpstate/last_kmsg line 15 *** /proc/last_kmsg: No such file or directory | 1 errors",
                  "dumpstate/backlights line 19 " + std::string("bin\0ary\xff", 8),
                  "dumpstate/dumpsys_critical line 23  | no end",
                  "dumpsys/SurfaceFlinger CRITICAL line 25   a layer", "dumpstate/dumpsys line 30  | no end",
                  "dumpsys/package NORMAL line 32 Packages:",
                  "dumpsys/activity line 36   half a | cut off | timed out",
                  "dumpsys/package line 42 Packages again:", "dumpstate/system_log line 50 no end | no end",
                  "dumpstate/system_properties line 52 [ro.build.version.sdk]: [34]"));
  DumpText found = split(text);
  EXPECT_EQ(found.headers, 11u);
  EXPECT_EQ(found.loose_lines, 1u);
  EXPECT_TRUE(found.done);
  EXPECT_EQ(found.sections[1].milliseconds, 356);
  EXPECT_EQ(found.sections[1].command, "uptime");
  EXPECT_EQ(found.sections[5].milliseconds, 53);
  EXPECT_EQ(found.sections[5].ended_at, "2024-03-21 11:07:22");
}

TEST(Dumpstate, gives_contents_without_the_lines_around_them) {
  std::string text = DumpstateBuilder().service("adb", "one\ntwo\n").service("empty", "").text();
  auto found = split(text);
  ASSERT_EQ(found.sections.size(), 2u);
  EXPECT_EQ(text.substr(found.sections[0].offset, found.sections[0].size), "one\ntwo\n");
  EXPECT_EQ(found.sections[1].size, 0u);
}

TEST(Dumpstate, reads_the_old_form_with_any_line_end) {
  for (std::string_view end : {"\n", "\r\n"}) {
    std::string text = DumpstateBuilder(DumpstateBuilder::Age::old, end)
                           .header("generic/sdk/generic:2.3.3/GRI34/101070:eng/test-keys")
                           .section("PROCESSES", "ps -P", "USER PID\n")
                           .section("MEMORY INFO", "/proc/meminfo", "MemTotal: 1\n")
                           .begin_dumpsys()
                           .service("alarm", "Current Alarm\n")
                           .service("window", "WINDOW\n")
                           .end_dumpsys()
                           .text();
    EXPECT_THAT(shown(text),
                ElementsAre("dumpstate/header line 1 " + std::string(56, '=') + " | no end",
                            "dumpstate/processes line 11 USER PID",
                            "dumpstate/memory_info line 15 MemTotal: 1 | no end",
                            "dumpstate/dumpsys line 21  | no end",
                            "dumpsys/alarm line 23 Current Alarm | no end", "dumpsys/window line 26 WINDOW"));
    EXPECT_EQ(split(text).loose_lines, 0u);
  }
}

TEST(Dumpstate, says_where_a_text_stops) {
  std::string text = testing::every_kind_of_section();
  text.resize(text.find("Packages:"));
  auto found = split(text);
  EXPECT_TRUE(found.sections.back().cut_off);
  EXPECT_EQ(found.sections.back().name, "package");
  EXPECT_FALSE(found.done);
}

TEST(Dumpstate, takes_dumpsys_alone_and_text_without_sections) {
  EXPECT_THAT(shown("noise\n\nDUMP OF SERVICE adb:\nx\n--------- 1s was the duration of dumpsys adb\n"),
              ElementsAre("dumpstate/header line 1 noise | no end", "dumpsys/adb line 4 x"));
  EXPECT_THAT(shown("no dump at all"), ElementsAre("dumpstate/header line 1 no dump at all | no end"));
  EXPECT_TRUE(split("").sections.empty());
}

TEST(Dumpstate, does_not_take_content_for_marks) {
  std::string text = DumpstateBuilder()
                         .service("activity",
                                  " ------ INDENTED (x) ------\n------- SEVEN -------\n------  ------\n"
                                  "-----\nDUMP OF SERVICE without a colon\nDUMP OF SERVICE :\n" +
                                      std::string(3000, '-') + " ------\n[dumpsys elapsed]\n")
                         .text();
  auto found = split(text);
  EXPECT_EQ(found.headers, 1u);
  EXPECT_EQ(found.sections.back().name, "activity");
  EXPECT_TRUE(found.sections.back().ended);
}

TEST(Dumpstate, counts_what_it_does_not_keep) {
  std::string text;
  for (std::size_t i = 0; i < DumpSplitter::most_sections + 10; ++i) text += "DUMP OF SERVICE a:\n";
  auto found = split(text);
  EXPECT_TRUE(found.full);
  EXPECT_EQ(found.headers, DumpSplitter::most_sections + 10);
  EXPECT_EQ(found.sections.size(), DumpSplitter::most_sections);
}

TEST(Dumpstate, names_sections_by_their_titles) {
  EXPECT_EQ(section_name("SYSTEM PROPERTIES"), "system_properties");
  EXPECT_EQ(section_name("FILESYSTEMS & FREE SPACE"), "filesystems_free_space");
  EXPECT_EQ(section_name("--"), "unnamed");
  EXPECT_EQ(split("DUMP OF SERVICE a\x01\xff:\n").sections.back().name, "a?\uFFFD");
}

TEST(Dumpstate, survives_the_old_reports_of_the_corpus) {
  CORPUS_OR_SKIP(old, "and-bugreport-old");
  for (const auto& path : testing::files_below(old)) {
    std::string text = testing::content_of(path);
    auto found = split(text);
    std::size_t services = 0, parts = 0;
    for (const DumpSection& section : found.sections) {
      services += section.kind == DumpSection::Kind::service;
      parts += section.kind == DumpSection::Kind::dumpstate;
      EXPECT_FALSE(section.cut_off) << section.title;
    }
    EXPECT_EQ(services + parts, found.headers);
    EXPECT_GT(services, 40u);
    EXPECT_EQ(parts, 40u);
  }
}

// The section has 3,907 characters for MVT, the line that ends it among them.
TEST(Dumpstate, gives_the_section_that_mvt_takes) {
  CORPUS_OR_SKIP(corpus, "and-mvt");
  std::string text = testing::content_of(corpus / "androidqf/dumpsys.txt");
  std::string end = "--------- 2.929s was the duration of dumpsys package, ending at: 2022-01-28 17:37:43";
  std::size_t met = 0;
  for (const DumpSection& section : split(text).sections) {
    if (section.name != "package") continue;
    ++met;
    EXPECT_EQ(section.size, 3907 - end.size());
    EXPECT_EQ(text.substr(section.offset + section.size, end.size()), end);
  }
  EXPECT_EQ(met, 1u);
}

TEST(Dumpstate, tells_the_phones_clock) {
  DumpText text = split_dump(as_bytes(
      "========================================================\n== dumpstate: 2024-03-21 10:00:00\n"
      "------ SYSTEM PROPERTIES (getprop) ------\n[persist.sys.timezone]: [Europe/Paris]\n"
      "------ 0.1s was the duration of 'SYSTEM PROPERTIES' ------\n[persist.sys.timezone]: [Asia/Tokyo]\n"
      "DUMP OF SERVICE alarm:\n  nowRTC=1711012042077=2024-03-21 10:07:22.077 nowELAPSED=5\n"
      "--------- 0.1s was the duration of dumpsys alarm, ending at: 2024-03-21 10:07:23\n"));
  EXPECT_EQ(text.clock.zone, "Europe/Paris");
  EXPECT_EQ(text.clock.utc_offset_seconds, 3600);
  EXPECT_EQ(to_iso8601(Time{text.clock.made_at_local.value()}), "2024-03-21T10:07:23Z");
  EXPECT_FALSE(split_dump(as_bytes("DUMP OF SERVICE x:\n  nowRTC=1711012042077=2024-03-21 10:07:22 n\n"))
                   .clock.is_known());
}

}  // namespace
}  // namespace bridle

#include <gtest/gtest.h>

#include "findings/custody_sources.h"
#include "findings/custody_window.h"
#include "testing/case_builder.h"

namespace bridle::testing {
namespace {

CustodyWindow window_of(const char* text) {
  auto window = parse_custody_window(text);
  EXPECT_TRUE(window) << window.error().message;
  return window.value_or(CustodyWindow{});
}

// 2024-02-01T10:00Z to 12:00Z; 1706781600 is its begin.
std::string found(CaseBuilder& built, const char* text = "2024-02-01T10:00Z..2024-02-01T13:00+01:00") {
  auto stored = store_custody(built.store(), {window_of(text)}, 1);
  EXPECT_TRUE(stored) << stored.error().message;
  return built.findings("custody.window");
}

std::string error_of(const char* text) {
  auto window = parse_custody_window(text);
  return window ? "none" : window.error().message;
}

}  // namespace

TEST(CustodyWindow, reads_every_zone_and_refuses_what_has_none) {
  EXPECT_EQ(in_words(window_of("2024-02-01T10:00Z..2024-02-01T13:00:30+01:00")),
            "2024-02-01T10:00:00Z to 2024-02-01T12:00:30Z");
  EXPECT_EQ(in_words(window_of("2024-02-01T10:00:00.5-0330..2024-02-02T10:00+14")),
            "2024-02-01T13:30:00.500Z to 2024-02-01T20:00:00Z");
  EXPECT_EQ(error_of("2024-02-01T10:00Z"),
            "2024-02-01T10:00Z: a custody window is FROM..TO, such as "
            "2024-02-01T10:00Z..2024-02-02T18:30+01:00");
  EXPECT_EQ(
      error_of("2024-02-01T10:00..2024-02-01T11:00Z"),
      "2024-02-01T10:00..2024-02-01T11:00Z: \"2024-02-01T10:00\" is no time as ISO 8601 writes it, such "
      "as 2024-02-01T10:00+01:00 (it has no zone: write Z for UTC, or an offset such as +01:00)");
  EXPECT_EQ(error_of("2024-02-01T10:00Z..2024-02-01T11:00+02:00"),
            "2024-02-01T10:00Z..2024-02-01T11:00+02:00: the custody window ends before it begins");
  for (const char* bad :
       {"2024-02-30T10:00Z..2024-03-01T11:00Z", "2024-02-01..2024-02-02", "..", "Z..Z",
        "2024-02-01T10:00Z..2024-02-01T11:00+99:00", "2024-02-01T10:00Z..+", "a-..b+0",
        "2024-02-01T10:00Z..2024-02-01T11:00+01:0", "2024-02-01T10:00Z..2024-02-01T11:00+1.00"})
    EXPECT_NE(error_of(bad), "none") << bad;
}

TEST(CustodyWindow, tells_what_lies_inside_from_what_may) {
  CaseBuilder built;
  built.run(
      "INSERT INTO android_packages(id, kind, package, first_install, last_update) VALUES"
      "(1, 'package', 'com.in', 1706781600000000000, 1706785200000000000),"  // on its first moment
      "(2, 'package', 'com.before', 1706781599999999999, NULL)");
  built.run(
      "INSERT INTO android_battery_daily(id, package, action, from_time, to_time) VALUES"
      "(1, 'com.span', 'update', 1706700000000000000, 1706790000000000000),"
      "(2, 'com.old', 'update', 1706600000000000000, 1706700000000000000)");
  built.run(
      "INSERT INTO android_security_events(id, event, command, time) VALUES"
      "(1, 'adb_shell_cmd', 'pm install', 1706781700000000000), (2, 'keyguard_dismissed', NULL, "
      "1706781701000000000), (3, 'os_startup', NULL, 1706788800000000000), (4, 'os_shutdown', NULL, "
      "1706788800000000001)");
  EXPECT_EQ(
      found(built),
      "medium medium 2024-02-01T10:00:00Z | The phone was out of its owner's hands from 2024-02-01T10:00:00Z "
      "to 2024-02-01T12:00:00Z, by the examiner's word. Recorded in that time: 2 events of installing, "
      "updating or removing apps (com.in); 1 event of a cable, a debugging connection or a copy (pm "
      "install); "
      "1 start or stop of the phone; 1 event of the screen or its lock. May lie in it, for only a span or no "
      "zone is stored: 1 event of installing, updating or removing apps (com.span). | android_battery_daily "
      "1, android_packages 1, android_security_events 1, android_security_events 3, android_security_events "
      "2\n");
}

TEST(CustodyWindow, a_clock_without_its_zone_may_lie_in_it) {
  CaseBuilder built;
  built.run(
      "INSERT INTO android_packages(id, kind, package, first_install_local) VALUES"
      "(1, 'package', 'com.a', '2024-02-01 23:30:00'), (2, 'package', 'com.b', '2024-02-02 02:30:00'), "
      "(3, 'package', 'com.c', 'yesterday')");
  EXPECT_EQ(
      found(built),
      "low low undated | The phone was out of its owner's hands from 2024-02-01T10:00:00Z to "
      "2024-02-01T12:00:00Z, by the examiner's word. No recorded moment lies certainly in that time. May "
      "lie in it, for only a span or no zone is stored: 1 event of installing, updating or removing apps "
      "(com.a). | android_packages 1\n");
  auto untimed = built.store().database().number(
      "SELECT untimed FROM custody_source WHERE source = 'android_packages' AND column_name = "
      "'first_install'");
  EXPECT_EQ(untimed.value_or(-1), 1);
}

TEST(CustodyWindow, a_damaged_moment_lies_anywhere_before_its_end) {
  CaseBuilder built;
  built.run(
      "INSERT INTO android_adb_state(id, kind, user, connected_no_later_than) VALUES"
      "(1, 'keystore', 'a@host', 1706785200000000000), (2, 'keystore', 'b@host', 1706700000000000000), "
      "(3, 'user_key', 'c@host', NULL)");
  EXPECT_NE(found(built).find("(a@host). | android_adb_state 1\n"), std::string::npos) << found(built);
}

TEST(CustodyWindow, counts_every_source_and_names_those_without_times) {
  CaseBuilder built;
  built.run(
      "INSERT INTO ios_tcc(id, kind, client, last_modified) VALUES(1, 'access', 'com.x', "
      "1706785200000000000)");
  built.run("INSERT INTO android_settings(id, name_space, key) VALUES(1, 'global', 'adb_enabled')");
  built.run("INSERT INTO ios_filesystem(id, path, modified) VALUES(1, '/a', 1606785200000000000)");
  EXPECT_EQ(found(built).substr(0, 11), "medium medi");
  auto rows = built.store().database().number(
      "SELECT count(*) FROM custody_source WHERE source = 'android_settings' AND kind = '' AND untimed = 1");
  EXPECT_EQ(rows.value_or(0), 1);
  auto earlier = built.store().database().number(
      "SELECT latest FROM custody_source WHERE source = 'ios_filesystem' AND column_name = 'modified'");
  EXPECT_EQ(earlier.value_or(0), 1606785200000000000);
}

TEST(CustodyWindow, an_empty_one_is_no_finding) {
  CaseBuilder built;
  built.run("INSERT INTO ios_tcc(id, kind, client, last_modified) VALUES(1, 'access', 'com.x', 1)");
  EXPECT_EQ(found(built), "");
}

// The list of kinds names columns by hand: each must be one that the catalogue has.
TEST(CustodyWindow, knows_only_columns_of_the_catalogue) {
  CaseBuilder built;
  for (const Artefact* artefact : CaseBuilder::artefacts())
    built.run("INSERT INTO " + std::string(artefact->table->name) + "(id) VALUES(1)");
  auto sources = custody_sources(built.store());
  ASSERT_TRUE(sources) << sources.error().message;
  std::int64_t listed = 0;
  for (const CustodySource& source : *sources) listed += source.kind == "'other'" ? 0 : 1;
  EXPECT_EQ(listed, custody_columns_listed());
  EXPECT_EQ(found(built), "") << "and every SQL of it is sound";
}

}  // namespace bridle::testing

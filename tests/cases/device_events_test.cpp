#include "findings/device_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;

constexpr std::int64_t second = 1'000'000'000, hour = 3600 * second;
// 2023-11-14T22:13:20Z
constexpr std::int64_t start = 1'700'000'000 * second;

std::string at(std::int64_t time) {
  return std::to_string(time);
}

// Zones that the logging service's lines tell.
CaseBuilder& zone(CaseBuilder& builder, std::int64_t time, std::int64_t offset) {
  return builder.run("INSERT INTO ios_logd_log(event, time, utc_offset_seconds) VALUES('other', " + at(time) +
                     ", " + at(offset) + ")");
}

CaseBuilder& lockdownd(CaseBuilder& builder, std::string_view event, std::string_view local) {
  return builder.run("INSERT INTO ios_lockdownd_log(task, event, time_local, text) VALUES(1, '" +
                     std::string(event) + "', '" + std::string(local) + "', 'x')");
}

std::string events_of(CaseBuilder& builder) {
  auto history = ZoneHistory::open(builder.store(), CaseBuilder::artefacts());
  if (!history) return history.error().message;
  if (auto placed = place_local_times(builder.store(), CaseBuilder::artefacts(), *history); !placed)
    return placed.error().message;
  auto beyond = fill_device_events(builder.store(), *history);
  if (!beyond) return beyond.error().message;
  auto utc = [](const std::string& column) {
    return "coalesce(strftime('%Y-%m-%dT%H:%M:%SZ', " + column + " / 1000000000, 'unixepoch'), '-')";
  };
  auto select = builder.store().database().prepare(
      "SELECT kind || ' ' || iif(time IS NULL, " + utc("earliest") + " || '..' || " + utc("latest") + ", " +
      utc("time") +
      ") || ' ' || clock || ' ' || coalesce(stored, '-') || ' ' || source || ' ' || record FROM "
      "device_event ORDER BY id");
  std::string out;
  while (select->step().value_or(false)) out += std::string(select->text(0)) + "\n";
  return out;
}

}  // namespace

TEST(DeviceEvents, a_wall_clock_is_placed_by_the_zone_that_was_in_force) {
  CaseBuilder builder;
  zone(builder, start, 3600);
  zone(builder, start + 48 * hour, 3600);
  builder.run(
      "INSERT INTO coverage VALUES(1, 'ios.lockdownd_log', '', '', 'complete', 1, 0, 0, '', '[]', 0)");
  lockdownd(builder, "passcode_changed", "2023-11-15T10:00:00.5");
  EXPECT_EQ(events_of(builder),
            "passcode 2023-11-15T09:00:00Z local_zone 2023-11-15T10:00:00.5 ios_lockdownd_log 1\n");
  EXPECT_EQ(builder.store().database().number("SELECT events FROM coverage WHERE task = 1"), 1);
  EXPECT_EQ(builder.store().database().number(
                "SELECT count(*) FROM timeline WHERE source = 'ios_lockdownd_log' AND event = 'lockdownd'"),
            1);
}

TEST(DeviceEvents, a_wall_clock_at_a_change_of_zone_is_an_interval) {
  CaseBuilder builder;
  zone(builder, start, 3600);
  zone(builder, start + 48 * hour, -18'000);
  lockdownd(builder, "passcode_changed", "2023-11-15T10:00:00");
  EXPECT_EQ(events_of(builder),
            "time_zone 2023-11-14T22:13:20Z..2023-11-16T22:13:20Z between - ios_logd_log 2\n"
            "passcode 2023-11-15T09:00:00Z..2023-11-15T15:00:00Z local_two_zones 2023-11-15T10:00:00 "
            "ios_lockdownd_log 1\n");
  EXPECT_EQ(builder.store().database().number("SELECT count(*) FROM ios_lockdownd_log WHERE time IS NULL"),
            1);
}

TEST(DeviceEvents, a_wall_clock_without_any_zone_allows_for_every_one) {
  CaseBuilder builder;
  lockdownd(builder, "passcode_changed", "2023-11-15T10:00:00");
  lockdownd(builder, "upgraded", "soon");
  EXPECT_EQ(events_of(builder),
            "passcode 2023-11-14T20:00:00Z..2023-11-15T22:00:00Z local_no_zone 2023-11-15T10:00:00 "
            "ios_lockdownd_log 1\n"
            "update -..- none soon ios_lockdownd_log 2\n");
}

TEST(DeviceEvents, silence_of_more_than_two_months_and_another_devices_zone_tell_nothing) {
  CaseBuilder builder;
  zone(builder, start, 3600);
  zone(builder, start + 100 * 24 * hour, 3600);
  builder.run("INSERT INTO ios_knowledge_c(started, utc_offset_seconds, device) VALUES(" +
              at(start + 30 * 24 * hour) + ", 3600, 'other')");
  lockdownd(builder, "passcode_changed", "2023-12-15T10:00:00");
  EXPECT_THAT(events_of(builder), HasSubstr("local_no_zone"));
  EXPECT_EQ(builder.store().database().number("SELECT count(*) FROM time_zone"), 2);
}

TEST(DeviceEvents, one_event_that_a_source_names_twice_is_one_row) {
  CaseBuilder builder;
  builder.run("INSERT INTO ios_powerlog_device(kind, booted) VALUES('config', " + at(start) +
              "), ('config', " + at(start) + ")");
  EXPECT_EQ(events_of(builder), "boot 2023-11-14T22:13:20Z utc - ios_powerlog_device 1\n");
}

TEST(DeviceEvents, a_start_without_a_shutdown_is_a_gap_up_to_ios_18) {
  for (std::string_view version : {"18.1", "26.0"}) {
    CaseBuilder builder;
    builder.device("product_version", version);
    builder.run("INSERT INTO ios_shutdown_log(kind, time) VALUES('shutdown', " + at(start) +
                "), ('shutdown', " + at(start + 20 * hour) + ")");
    for (std::int64_t hours : {1, 10, 21})
      builder.run("INSERT INTO ios_powerlog_device(kind, booted) VALUES('config', " +
                  at(start + hours * hour) + ")");
    bool old = version.starts_with("18");
    std::string events = events_of(builder);
    EXPECT_EQ(events.find("gap 2023-11-14T23:13:20Z..2023-11-15T08:13:20Z between - ios_powerlog_device 2") !=
                  std::string::npos,
              old)
        << events;
    EXPECT_EQ(events.find("gap", events.find("gap") + 1), std::string::npos) << events;
  }
}

TEST(DeviceEvents, a_number_left_out_among_rotated_logs_is_a_gap) {
  CaseBuilder builder;
  int task = 0;
  for (const char* path :
       {"/a/x.log.0", "/a/x.log.1", "/a/x.log.4", "/b/x.log.0", "/b/y.log", "/c/z.log.old"})
    builder.run("INSERT INTO coverage VALUES(" + std::to_string(++task) + ", 'ios.install_log', '" + path +
                "', '', 'complete', 1, 0, 0, '', '[]', 0)");
  EXPECT_EQ(events_of(builder), "gap -..- none - coverage 3\n");
  auto select = builder.store().database().prepare("SELECT text FROM device_event");
  ASSERT_TRUE(select->step().value_or(false));
  EXPECT_EQ(select->text(0), "of the numbered logs /a/x.log.0 to .4 some are missing: 2, 3");
}

TEST(DeviceEvents, moments_at_the_ends_of_time_do_no_harm) {
  CaseBuilder builder;
  for (const char* time : {"-9223372036854775808", "9223372036854775807"})
    builder.run(std::string("INSERT INTO ios_logd_log(event, time, utc_offset_seconds) VALUES('started', ") +
                time + ", 3600)");
  lockdownd(builder, "passcode_changed", "2262-04-11T23:00:00");
  lockdownd(builder, "passcode_changed", "1677-09-21T01:00:00");
  EXPECT_THAT(events_of(builder), HasSubstr("passcode"));
}

}  // namespace bridle::testing

#include "base/local_time.h"

#include <gtest/gtest.h>

namespace bridle {
namespace {

std::string utc(const DeviceClock& clock, std::string_view local) {
  auto time = clock.to_utc(parse_local_time(local).value());
  return time ? to_iso8601(*time) : "unknown";
}

std::int64_t moment(std::string_view local) {
  return parse_local_time(local).value().nanoseconds;
}

TEST(LocalTime, is_read_with_blank_or_t_and_no_zone) {
  EXPECT_EQ(moment("1970-01-01 00:00:01"), 1'000'000'000);
  EXPECT_EQ(moment("1970-01-01T00:00:01.5"), 1'500'000'000);
  for (std::string_view bad :
       {"", "1970-01-01", "1970-01-01 00:00:01Z", "1970-02-30 00:00:01", "1970-01-01 0:00:01"})
    EXPECT_FALSE(parse_local_time(bad)) << bad;
}

TEST(DeviceClock, follows_the_rules_of_its_zone) {
  DeviceClock paris{.zone = "Europe/Paris"};
  EXPECT_EQ(utc(paris, "2024-01-15 12:00:00"), "2024-01-15T11:00:00Z");
  EXPECT_EQ(utc(paris, "2024-07-15 12:00:00.25"), "2024-07-15T10:00:00.250Z");
  EXPECT_EQ(utc(paris, "2024-10-27 02:30:00"), "2024-10-27T01:30:00Z");  // the second of the two
}

TEST(DeviceClock, falls_back_to_the_offset) {
  DeviceClock clock{.utc_offset_seconds = -18'000};
  EXPECT_EQ(utc(clock, "2024-01-15 12:00:00"), "2024-01-15T17:00:00Z");
  clock.zone = "Nowhere/Town";
  EXPECT_EQ(utc(clock, "2024-07-15 12:00:00"), "2024-07-15T17:00:00Z");
  clock.zone = "Europe/Paris";  // contradicts the offset at the time of the dump
  clock.made_at_local = moment("2024-01-15 12:00:00");
  EXPECT_EQ(utc(clock, "2024-01-15 12:00:00"), "2024-01-15T17:00:00Z");
  clock.utc_offset_seconds = 3600;
  EXPECT_EQ(utc(clock, "2024-07-15 12:00:00"), "2024-07-15T10:00:00Z");
  EXPECT_EQ(utc({}, "2024-01-15 12:00:00"), "unknown");
  EXPECT_EQ(utc({.zone = "Nowhere/Town"}, "2024-01-15 12:00:00"), "unknown");
}

TEST(DeviceClock, adds_the_year_that_lies_before_the_dump) {
  DeviceClock clock{.made_at_local = moment("2024-01-15 12:00:00")};
  auto year = [&](std::string_view text) {
    auto time = clock.with_year(text);
    return time ? to_iso8601(Time{time->nanoseconds}) : "unknown";
  };
  EXPECT_EQ(year("01-15 11:00:00.123"), "2024-01-15T11:00:00.123Z");
  EXPECT_EQ(year("01-16 11:00:00"), "2024-01-16T11:00:00Z");  // the log runs on while the dump is made
  EXPECT_EQ(year("12-31 23:00:00"), "2023-12-31T23:00:00Z");
  EXPECT_EQ(year("02-29 00:00:00"), "2020-02-29T00:00:00Z");
  EXPECT_EQ(year("13-01 00:00:00"), "unknown");
  EXPECT_FALSE(DeviceClock{}.with_year("01-15 11:00:00"));
}

TEST(LocalTime, reads_times_with_an_offset_and_calendar_times) {
  EXPECT_EQ(to_iso8601(parse_time_with_offset("2022-01-21 18:14:25.9296 +0200").value()),
            "2022-01-21T16:14:25.929600Z");
  EXPECT_EQ(to_iso8601(parse_time_with_offset("2022-01-21T18:14:25-0530").value()), "2022-01-21T23:44:25Z");
  for (const char* bad :
       {"", "2022-01-21 18:14:25", "2022-01-21 18:14:25 +02", "2022-01-21 18:14:25 +9900", "+0200"})
    EXPECT_FALSE(parse_time_with_offset(bad)) << bad;
  EXPECT_EQ(to_iso8601(Time{parse_calendar_time("Wed Oct 13 07:57:42 2021").value().nanoseconds}),
            "2021-10-13T07:57:42Z");
  EXPECT_EQ(to_iso8601(Time{parse_calendar_time("Wed Oct  3 07:57:42 2021").value().nanoseconds}),
            "2021-10-03T07:57:42Z");
  for (const char* bad : {"", "Wed Xyz 13 07:57:42 2021", "Wed Oct 13 07:57:42 2021 "})
    EXPECT_FALSE(parse_calendar_time(bad)) << bad;
}

}  // namespace
}  // namespace bridle

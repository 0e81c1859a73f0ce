#include "base/zone_changes.h"

#include <gtest/gtest.h>

#include "base/local_time.h"

namespace bridle {
namespace {

std::int64_t local(const char* text) {
  return parse_local_time(text)->nanoseconds / 1'000'000'000;
}

TEST(ZoneChanges, FollowSummerAndWinter) {
  std::string paris = changes_of_zone("Europe/Paris");
  EXPECT_EQ(offset_by_changes(paris, local("2024-01-15 12:00:00")), 3600);
  EXPECT_EQ(offset_by_changes(paris, local("2024-07-15 12:00:00")), 7200);
  EXPECT_EQ(offset_by_changes(paris, local("1992-07-15 12:00:00")), 7200);
  EXPECT_EQ(offset_by_changes(paris, local("2039-07-15 12:00:00")), 7200);
  std::string auckland = changes_of_zone("Pacific/Auckland");
  EXPECT_EQ(offset_by_changes(auckland, local("2024-01-15 12:00:00")), 13 * 3600);
  EXPECT_EQ(offset_by_changes(auckland, local("2024-07-15 12:00:00")), 12 * 3600);
}

// Clocks went from 3:00 back to 2:00 on 27 October 2024, and from 2:00 on to 3:00 on 31 March.
TEST(ZoneChanges, ARepeatedHourIsTheSecondOneAMissingGoesByTheOffsetBefore) {
  std::string paris = changes_of_zone("Europe/Paris");
  EXPECT_EQ(offset_by_changes(paris, local("2024-10-27 01:59:59")), 7200);
  EXPECT_EQ(offset_by_changes(paris, local("2024-10-27 02:30:00")), 3600);
  EXPECT_EQ(offset_by_changes(paris, local("2024-03-31 01:59:59")), 3600);
  EXPECT_EQ(offset_by_changes(paris, local("2024-03-31 02:30:00")), 3600);
  EXPECT_EQ(offset_by_changes(paris, local("2024-03-31 03:00:00")), 7200);
}

TEST(ZoneChanges, ZonesThatGaveUpSummerAndZonesWithoutAny) {
  std::string moscow = changes_of_zone("Europe/Moscow");
  EXPECT_EQ(offset_by_changes(moscow, local("2010-07-01 00:00:00")), 4 * 3600);
  EXPECT_EQ(offset_by_changes(moscow, local("2023-07-01 00:00:00")), 3 * 3600);
  EXPECT_EQ(offset_by_changes(changes_of_zone("Asia/Kolkata"), local("2024-07-01 00:00:00")), 19800);
}

TEST(ZoneChanges, WhatIsNotAZoneGivesNothing) {
  EXPECT_EQ(changes_of_zone("Mars/Olympus"), "");
  EXPECT_EQ(changes_of_zone(""), "");
  for (const char* text : {"", "Europe/Paris", "changes:", "changes:5", "changes:x:3600", "changes:5:y"})
    EXPECT_FALSE(offset_by_changes(text, 1'700'000'000)) << text;
}

TEST(ZoneChanges, AClockComputesWithThemAsWithTheName) {
  for (const char* zone : {"Europe/Belgrade", "America/Mexico_City", "Asia/Tehran", "Africa/Casablanca"}) {
    DeviceClock named{.zone = zone}, written{.zone = changes_of_zone(zone)};
    for (const char* text : {"2014-02-01 10:00:00", "2019-07-09 23:59:59", "2024-12-31 00:00:00"}) {
      auto time = parse_local_time(text);
      ASSERT_TRUE(named.to_utc(*time)) << zone;
      EXPECT_EQ(named.to_utc(*time)->nanoseconds, written.to_utc(*time).value_or(Time{}).nanoseconds)
          << zone << text;
    }
  }
}

}  // namespace
}  // namespace bridle

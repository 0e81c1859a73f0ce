#include "base/local_text.h"

#include <gtest/gtest.h>

namespace bridle {
namespace {

TEST(LocalText, a_reading_of_a_wall_clock_has_no_zone) {
  EXPECT_EQ(in_iso8601({.nanoseconds = 1'634'111'862'865'446'000}), "2021-10-13T07:57:42.865446");
  EXPECT_EQ(in_iso8601({.nanoseconds = 0}), "1970-01-01T00:00:00");
}

TEST(LocalText, the_offset_of_a_text_is_in_seconds_east) {
  EXPECT_EQ(utc_offset_in("2022-01-21 18:14:25.9296 +0200"), 7200);
  EXPECT_EQ(utc_offset_in("2021-08-11 05:50:23-0730"), -27'000);
  for (std::string_view bad :
       {"", "2021-08-11 05:50:23", "2021-08-11 05:50:23 +0260", "2021-08-11 05:50:23-07"})
    EXPECT_EQ(utc_offset_in(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace bridle

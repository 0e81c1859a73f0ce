#include <gtest/gtest.h>

#include "formats/file_list.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

const std::string list = [] {
  std::string all;
  append_listed_file(all, {.position = 3,
                           .type = "file",
                           .device_path = "/data/tombstones/tombstone_00",
                           .stored_path = "bugreport/FS/data/tombstones/tombstone_00",
                           .size = 5,
                           .modified = Time{1'711'012'042'000'000'000},
                           .modified_is_local = true});
  append_listed_file(all, {.position = 4,
                           .type = "file",
                           .device_path = "/data/anr/anr_1",
                           .stored_path = "androidqf/logs/data/anr/anr_1",
                           .modified = Time{1'711'012'042'000'000'000}});
  append_listed_file(all, {.position = 5,
                           .type = "link",
                           .device_path = "/data/log/x",
                           .stored_path = "androidqf/logs/data/log/x"});
  return all;
}();

}  // namespace

TEST(AndroidFileTimes, tells_the_phones_times_from_those_of_copies) {
  DeviceClock clock{.zone = {}, .utc_offset_seconds = 3600, .made_at_local = {}};
  EXPECT_EQ(
      records_by_clock("android.file_times", list, clock),
      "entry 3 | /data/tombstones/tombstone_00 | bugreport/FS/data/tombstones/tombstone_00 | file | 5 | "
      "2024-03-21 09:07:22 | 2024-03-21T08:07:22Z | NULL\n"
      "entry 4 | /data/anr/anr_1 | androidqf/logs/data/anr/anr_1 | file | NULL | NULL | NULL | "
      "2024-03-21T09:07:22Z\n"
      "entry 5 | /data/log/x | androidqf/logs/data/log/x | link | NULL | NULL | NULL | NULL\n");
}

TEST(AndroidFileTimes, says_when_its_list_is_cut_off) {
  EXPECT_EQ(
      records("android.file_times", list.substr(0, list.size() - 1)),
      "entry 3 | /data/tombstones/tombstone_00 | bugreport/FS/data/tombstones/tombstone_00 | file | 5 | "
      "2024-03-21 09:07:22 | NULL | NULL\n"
      "entry 4 | /data/anr/anr_1 | androidqf/logs/data/anr/anr_1 | file | NULL | NULL | NULL | "
      "2024-03-21T09:07:22Z\n"
      "failed: truncated: the list of files is cut off\n");
}

}  // namespace bridle::testing

#include <gmock/gmock.h>

#include "formats/file_list.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

std::string a_list() {
  std::string list;
  append_listed_file(list, {.position = 1,
                            .type = "file",
                            .device_path = "/private/var/mobile/a",
                            .stored_path = "var/mobile/a",
                            .size = 5,
                            .mode = 0100644,
                            .owner = 501,
                            .group = 501,
                            .modified = Time{1'600'000'000'000'000'000},
                            .created = Time{1'500'000'000'000'000'000}});
  append_listed_file(list, {.position = 2,
                            .type = "link",
                            .device_path = "/private/var/b",
                            .stored_path = "var/b",
                            .target = "/etc/passwd"});
  return list;
}

TEST(IosFilesystem, lists_every_entry_with_its_times_and_owner) {
  EXPECT_EQ(
      records("ios.filesystem", a_list()),
      "entry 1 | /private/var/mobile/a | var/mobile/a | file | NULL | 5 | 2017-07-14T02:40:00Z | "
      "2020-09-13T12:26:40Z | NULL | NULL | 33188 | 501 | 501\n"
      "entry 2 | /private/var/b | var/b | link | /etc/passwd | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL\n");
}

TEST(IosFilesystem, says_when_its_list_is_cut_off) {
  std::string list = a_list();
  list.pop_back();
  EXPECT_THAT(records("ios.filesystem", list), ::testing::HasSubstr("the list of files is cut off"));
}

}  // namespace
}  // namespace bridle::testing

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/text.h"
#include "mvt_output.h"
#include "testing/dump_builder.h"

namespace bridle::testing {
namespace fs = std::filesystem;

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
  EXPECT_EQ(run_bridle({"export", folder / "case", "-o", folder / "mvt"}).code, 0);
  EXPECT_FALSE(fs::exists(folder / "mvt/timeline.csv"));
}

}  // namespace bridle::testing

#include "base/csv.h"

#include <gtest/gtest.h>

namespace bridle {
namespace {

TEST(Csv, quotes_every_cell_and_doubles_quotes) {
  EXPECT_EQ(csv_cell("a \"b\", c\nd"), "\"a \"\"b\"\", c\nd\"");
  EXPECT_EQ(csv_cell(""), "\"\"");
}

TEST(Csv, lets_no_spreadsheet_take_a_cell_for_a_formula) {
  for (std::string_view text : {"=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\tx", "\rx"})
    EXPECT_EQ(csv_cell(text), "\"'" + std::string(text) + "\"");
  EXPECT_EQ(csv_cell("a=b"), "\"a=b\"");
}

TEST(Csv, leaves_words_of_ours_as_they_are) {
  EXPECT_EQ(csv_own_cell("--CB"), "\"--CB\"");
}

}  // namespace
}  // namespace bridle

#include <algorithm>

#include "base/local_time.h"
#include "recorded_answers.h"
#include "testing/dump_builder.h"

namespace bridle::testing {
namespace {

// "2021-08-11T05:50:23-07:00"
std::string text_to_second(std::string time) {
  if (time.size() < 25) return "no time: " + time;
  time[10] = ' ';
  time.erase(time.size() - 3, 1).insert(time.size() - 5, " ");
  auto read = parse_time_with_offset(time);
  return read ? std::to_string(read->nanoseconds / 1'000'000'000) : "no time: " + time;
}

// The file at the place where a phone has it.
class PlasoAnswers : public ::testing::Test {
 protected:
  void examine(const std::filesystem::path& file, const std::string& place) {
    std::filesystem::remove_all(folder_ / "dump");
    std::filesystem::remove_all(folder_ / "case");
    auto dump = DumpBuilder::begin(folder_ / "dump", Packing::folder);
    ASSERT_TRUE(dump);
    ASSERT_TRUE((*dump)->add({.path = place, .from_file = file.string()}));
    ASSERT_TRUE((*dump)->finish());
    auto outcome = run_bridle({"examine", folder_ / "dump", "--case", folder_ / "case", "-q"});
    ASSERT_NE(outcome.code, 2) << outcome.err;
  }
  Folder folder_;
};

TEST_F(PlasoAnswers, hold_of_every_file_that_an_artefact_reads) {
  CORPUS_OR_SKIP(corpus, "");
  auto table = table_of("plaso_answers.tsv");
  simdjson::dom::parser parser;
  std::size_t met = 0, compared = 0;
  for (simdjson::dom::element entry : parser.load((corpus / "expected/plaso-expected.json").string())) {
    std::string_view test = entry["test"];
    if (!std::string_view(entry["files"].at(0)).starts_with("ios-plaso/")) continue;
    SCOPED_TRACE(std::string(test));
    auto row =
        std::ranges::find_if(table, [&](const auto& one) { return "tests/parsers/" + one[0] == test; });
    if (row == table.end()) {
      ADD_FAILURE() << "is not in the table";
      continue;
    }
    ++met;
    if ((*row)[1] == "-") {
      EXPECT_NE((*row)[6], "") << "an answer left out without a reason";
      continue;
    }
    ++compared;
    EXPECT_EQ((*row)[1], std::string_view(entry["files"].at(0)));
    examine(corpus / (*row)[1], (*row)[2]);
    std::string rows = " FROM " + (*row)[3];
    std::int64_t theirs = entry["expected"]["event_data"];
    EXPECT_EQ(count_in(folder_ / "case", "SELECT count(*)" + rows),
              (*row)[4].empty() ? theirs : parse_integer((*row)[4]).value_or(-1));
    EXPECT_EQ(count_in(folder_ / "case", "SELECT coalesce(sum(skipped), 0) FROM coverage"), 0);
    // The record that plaso's own test looks into is one of ours.
    std::string sql, wanted;
    for (const auto& [name, ours] : pairs_of((*row)[5])) {
      bool time = ours.starts_with('@');
      std::string column = time ? ours.substr(1) + " / 1000000000" : ours;
      sql += (sql.empty() ? "SELECT DISTINCT coalesce((" : ", coalesce((") + column + "), '')";
      simdjson::dom::element value = entry["sample"]["values"][name];
      wanted += (time ? text_to_second(std::string(std::string_view(value))) : plain_text(value)) + " | ";
    }
    if (sql.empty()) continue;
    auto all = distinct_rows(folder_ / "case", sql + rows);
    EXPECT_TRUE(all.contains(wanted)) << wanted << "\n" << ::testing::PrintToString(all).substr(0, 500);
  }
  EXPECT_EQ(met, table.size()) << "a row here that the file no longer has";
  std::printf("%zu compared, %zu of no artefact\n", compared, met - compared);
}

}  // namespace
}  // namespace bridle::testing

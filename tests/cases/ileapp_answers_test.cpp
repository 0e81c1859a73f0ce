#include <algorithm>

#include "recorded_answers.h"

namespace bridle::testing {
namespace {

namespace fs = std::filesystem;

// Their rows, as the pairs of columns give them.
std::set<std::string> rows_of(const fs::path& file,
                              const std::vector<std::pair<std::string, std::string>>& pairs) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  EXPECT_EQ(parser.load(file.string()).get(root), simdjson::SUCCESS) << file;
  std::vector<std::size_t> places;
  for (const auto& [theirs, ours] : pairs) {
    std::size_t place = 0, found = SIZE_MAX;
    for (simdjson::dom::element header : root["headers"]) {
      std::string_view name;
      if (header.get(name) != simdjson::SUCCESS) name = std::string_view(header.at(0));
      if (name == theirs) found = place;
      ++place;
    }
    // A table without rows may be printed without its columns.
    EXPECT_TRUE(found != SIZE_MAX || simdjson::dom::array(root["data"]).size() == 0) << file << " " << theirs;
    places.push_back(found);
  }
  std::set<std::string> rows;
  for (simdjson::dom::element line : root["data"]) {
    std::string row;
    for (std::size_t place : places) row += plain_text(line.at(place)) + " | ";
    rows.insert(std::move(row));
  }
  return rows;
}

class IleappAnswers : public ::testing::TestWithParam<const char*> {};

TEST_P(IleappAnswers, agree_on_distinct_rows) {
  CORPUS_OR_SKIP(root, GetParam());
  Folder folder;
  auto outcome = run_bridle({"examine", (root / "dump").string(), "--case", folder / "case", "-q"});
  ASSERT_NE(outcome.code, 2) << outcome.err;
  EXPECT_EQ(count_in(folder / "case",
                     "SELECT count(*) FROM coverage WHERE status IN ('failed', 'partial') AND "
                     "artefact LIKE 'ios.%'"),
            0);
  int compared = 0;
  for (const auto& entry : table_of("ileapp_answers.tsv")) {
    if (entry[0] != GetParam() || entry[2] == "-") continue;
    SCOPED_TRACE(entry[1]);
    fs::path file;
    for (const fs::path& one : files_below(root / "expected"))
      if (one.filename().string().contains("." + entry[1] + ".")) file = one;
    auto pairs = pairs_of(entry[3]);
    std::string sql;
    for (const auto& [theirs, ours] : pairs)
      sql += (sql.empty() ? "SELECT DISTINCT coalesce(" : ", coalesce(") + ours + ", '')";
    auto theirs = rows_of(file, pairs), ours = distinct_rows(folder / "case", sql + " FROM " + entry[2]);
    EXPECT_EQ(std::to_string(only_in(theirs, ours).size()), entry[4])
        << ::testing::PrintToString(only_in(theirs, ours));
    EXPECT_EQ(std::to_string(only_in(ours, theirs).size()), entry[5])
        << ::testing::PrintToString(only_in(ours, theirs));
    EXPECT_TRUE((entry[4] == "0" && entry[5] == "0") || !entry[6].empty())
        << "a difference without its reason";
    ++compared;
  }
  EXPECT_GE(compared, 3);
}

INSTANTIATE_TEST_SUITE_P(Phones, IleappAnswers,
                         ::testing::Values("ios-ileapp-josh15", "ios-ileapp-josh17", "ios-ileapp-mvs23"),
                         [](const auto& phone) { return std::string(phone.param).substr(11); });

// Every recorded answer that the corpus holds is compared or is said to be of no artefact.
TEST(IleappTable, names_every_answer) {
  CORPUS_OR_SKIP(corpus, "");
  auto table = table_of("ileapp_answers.tsv");
  simdjson::dom::parser parser;
  std::size_t answers = 0, without = 0;
  for (simdjson::dom::element entry : parser.load((corpus / "expected/ileapp-expected.json").string())) {
    std::string id{std::string_view(entry["id"])}, artefact{std::string_view(entry["artifact"])};
    std::string_view expected;
    bool there = entry["expected"].get(expected) == simdjson::SUCCESS &&
                 fs::exists(corpus / id / "expected" / fs::path(expected).filename());
    bool named = std::ranges::any_of(table, [&](const auto& row) {
      return row[0] == id && row[1] == artefact && (row[2] != "-" || row[6] != "");
    });
    EXPECT_EQ(named, there) << id << " " << artefact;
    (there ? answers : without) += 1;
  }
  EXPECT_EQ(answers, table.size()) << "a row here that the file no longer has";
  std::printf("%zu answers in the table, %zu whose rows the corpus does not hold\n", answers, without);
}

}  // namespace
}  // namespace bridle::testing

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <map>
#include <set>

#include "base/text.h"
#include "patterns/evaluate.h"
#include "testing/corpus.h"
#include "testing/observations.h"

namespace bridle::testing {
namespace {

using simdjson::dom::element;

/// "match", "nomatch" or "refused: …", and the ids of the first binding's observations.
struct Verdict {
  std::string text;
  std::vector<std::string> ids;
};

Verdict verdict_of(std::string_view pattern, const NamedObservations& seen) {
  auto parsed = parse_pattern(pattern);
  if (!parsed) return {"refused: " + parsed.error().message, {}};
  auto program = PatternProgram::make(std::move(*parsed));
  if (!program) return {"refused: " + program.error().message, {}};
  auto answer = evaluate(*program, seen.observations);
  if (!answer) return {"given up: " + answer.error().message, {}};
  if (answer->incomparable > 0) return {"refused: incomparable", {}};
  if (!answer->satisfied()) return {"nomatch", {}};
  Verdict out{"match", {}};
  for (std::uint32_t number : answer->sequences.bindings[0]) out.ids.push_back(seen.ids[number]);
  return out;
}

/// The editors' helper takes pairs of numbers: as observations with those seconds that must lie within.
std::string verdict_of_intervals(element item) {
  PatternExpression expression{.kind = PatternExpression::Kind::all};
  std::vector<Sighting> sightings;
  std::vector<std::vector<std::uint32_t>> hits;
  for (element pair : item.at(0).get_array()) {
    auto number = static_cast<std::uint32_t>(sightings.size());
    sightings.push_back({Interval{{pair.at(0).get_int64()}, {pair.at(1).get_int64()}}});
    hits.push_back({number});
    PatternExpression operand;
    operand.bracket = number;
    expression.operands.push_back(operand);
  }
  expression.qualifiers.push_back({.within = {item.at(1).get_int64()}});
  auto found = SequenceTest(expression).find(sightings, hits);
  return !found ? "given up: " + found.error().message : found->bindings.empty() ? "nomatch" : "match";
}

/// What the editors' tests ask of a group whose expectation is not one word: their test names say it.
Verdict wanted(std::string_view test, element item) {
  if (test.ends_with("test_intervals_within_match") || test.ends_with("test_multy_repeat_match"))
    return {"match", {}};
  if (test.ends_with("test_match_referenced_sco_only")) return {"nomatch", {}};
  Verdict out{"match", {}};
  if (test.ends_with("test_matching_sdos")) {
    std::string_view one;
    if (!item.at(1).get(one)) return {"match", {std::string(one)}};
    for (std::string_view id : item.at(1).get_array()) out.ids.emplace_back(id);
  } else if (!test.ends_with("test_multy_sdo_match")) {
    return {"nomatch", {}};
  }
  return out;
}

std::set<std::string> exceptions() {
  std::set<std::string> out;
  auto text = content_of(BRIDLE_SOURCE_DIR "/tests/conformance/pattern_exceptions.txt");
  for (Lines lines(text); auto line = lines.next();)
    if (!line->text.empty() && !line->text.starts_with('#')) out.emplace(line->text);
  return out;
}

class PatternConformance : public ::testing::Test {
 protected:
  const NamedObservations& observations(const std::filesystem::path& folder, std::string_view version,
                                        std::string_view test, std::string_view name) {
    auto file = fmt::format("{}-{}.json", version, test.substr(0, test.find(".py")));
    auto [at, fresh] = read_.try_emplace(file + "/" + std::string(name));
    if (!fresh) return at->second;
    simdjson::dom::parser parser;
    element lists;
    auto path = (folder / "pattern-observations" / file).string();
    EXPECT_FALSE(parser.load(path).get(lists)) << path;
    auto seen = observations_from_json(simdjson::minify(lists[name]));
    EXPECT_TRUE(seen) << path;
    if (seen) at->second = std::move(*seen);
    return at->second;
  }

 private:
  std::map<std::string, NamedObservations> read_;
};

TEST_F(PatternConformance, every_case_of_the_standards_editors_is_decided_as_they_say) {
  CORPUS_OR_SKIP(folder, "ioc-stix-conformance");
  simdjson::dom::parser parser;
  simdjson::dom::array groups;
  ASSERT_FALSE(parser.load((folder / "pattern-cases.json").string()).get(groups));
  auto excepted = exceptions();
  std::set<std::string> used;
  std::map<std::string, int> counts;
  for (element group : groups) {
    std::string_view version = group["version"], test = group["test"], expect = group["expect"],
                     list = group["observations"], parameters = group["params"];
    bool intervals = parameters == "intervals,duration";
    for (element item : group["cases"].get_array()) {
      Verdict want{std::string(expect), {}}, got;
      std::string_view pattern;
      if (item.get(pattern) && !intervals) pattern = item.at(0);
      if (expect.starts_with("error:")) want.text = "refused";
      if (expect == "see-values") want = wanted(test, item);
      if (intervals) {
        got.text = verdict_of_intervals(item);
      } else {
        const auto& seen = observations(folder, version, test, list);
        got = verdict_of(pattern, seen);
        if (test.ends_with("test_multy_sdo_match")) want.ids = {seen.ids.at(0)};  // the first one only
      }
      auto name = fmt::format("{} {} {}", version, test, intervals ? simdjson::minify(item) : pattern);
      bool same = got.text.substr(0, got.text.find(':')) == want.text &&
                  (want.ids.empty() ||
                   std::set(got.ids.begin(), got.ids.end()) == std::set(want.ids.begin(), want.ids.end()));
      ++counts["cases"];
      if (same) {
        ++counts["as " + want.text];
      } else if (excepted.contains(name)) {
        ++counts["excepted"];
        used.insert(name);
      } else {
        ADD_FAILURE() << name << ": wanted " << want.text << ", got " << got.text;
      }
    }
  }
  EXPECT_EQ(counts["cases"], 726);
  EXPECT_LE(excepted.size(), 10u);
  EXPECT_EQ(used, excepted) << "an exception that is none any more";
  for (const auto& [what, count] : counts) fmt::print("{}: {}\n", what, count);
}

}  // namespace
}  // namespace bridle::testing

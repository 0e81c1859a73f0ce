#include <gtest/gtest.h>
#include <simdjson.h>

#include <filesystem>
#include <map>

#include "indicators/lint.h"
#include "indicators/stix_objects.h"
#include "testing/corpus.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

namespace fs = std::filesystem;

std::map<IndicatorType, int> by_type(const IndicatorSet& set) {
  std::map<IndicatorType, int> out;
  for (const Indicator& indicator : set.indicators) ++out[indicator.type];
  return out;
}

IndicatorSet load_corpus(std::initializer_list<std::string_view> names) {
  std::vector<fs::path> paths;
  for (auto file : names) paths.push_back(corpus(BRIDLE_SOURCE_DIR).value_or("") / file);
  auto set = load_indicators(paths);
  EXPECT_TRUE(set) << (set ? "" : set.error().message);
  return set ? std::move(*set) : IndicatorSet{};
}

TEST(IndicatorCorpus, every_indicator_of_every_public_file_is_accounted_for) {
  CORPUS_OR_SKIP(folder, "");
  simdjson::dom::parser parser;
  simdjson::dom::array expected;
  ASSERT_FALSE(parser.load((corpus(BRIDLE_SOURCE_DIR).value_or("") / "expected/ioc-counts.json").string())
                   .get(expected));
  int files = 0;
  for (simdjson::dom::element entry : expected) {
    std::string_view file = entry["file"];
    std::uint64_t objects = entry["objects"], indicators = 0;
    if (entry["types"]["indicator"].get(indicators)) indicators = 0;
    auto set = load_corpus({file});
    ASSERT_EQ(set.report.files.size(), 1u);
    const FileReport& report = set.report.files[0];
    EXPECT_EQ(report.error, "") << file;
    EXPECT_EQ(report.objects, objects) << file;
    EXPECT_EQ(report.indicators, indicators) << file;
    if (!file.starts_with("ioc-stix-conformance")) {  // those have compound patterns
      EXPECT_EQ(report.accepted + report.duplicates + report.superseded + report.not_evaluated.size() +
                    report.rejected.size(),
                indicators)
          << file;
    }
    ++files;
  }
  EXPECT_GE(files, 70);
}

/// "file:hashes.'SHA-256'" and "file:hashes.SHA-256" are one path.
std::string without_quotes(std::string_view path) {
  std::string out(path);
  std::erase(out, '\'');
  return out;
}

TEST(IndicatorCorpus, every_comparison_of_every_public_file_is_read_as_it_was_counted) {
  CORPUS_OR_SKIP(folder, "");
  simdjson::dom::parser parser, reader;
  simdjson::dom::array expected;
  ASSERT_FALSE(parser.load((folder / "expected/ioc-counts.json").string()).get(expected));
  std::int64_t comparisons = 0;
  for (simdjson::dom::element entry : expected) {
    std::string_view file = entry["file"];
    std::map<std::string, std::int64_t> wanted, got;
    for (auto [path, count] : entry["comparison_kinds"].get_object())
      wanted[without_quotes(path)] += count.get_int64().value();
    std::int64_t not_one = 0;
    ASSERT_TRUE(for_each_stix_object(content_of(folder / file), [&](std::string_view json) {
      simdjson::dom::object object;
      std::string_view type, pattern;
      if (reader.parse(json.data(), json.size()).get(object) || object["type"].get(type) ||
          type != "indicator" || object["pattern"].get(pattern))
        return;
      auto parsed = parse_pattern(pattern);
      ASSERT_TRUE(parsed) << file << ": " << pattern << ": " << parsed.error().message;
      std::int64_t counted = 0;
      for (const PatternComparison& c : parsed->comparisons) {
        std::string path = c.path.text();
        if (path.find('[') != std::string::npos) continue;  // the count was made without indexed paths
        ++got[c.path.object + ":" + path];
        ++counted;
      }
      not_one += counted == 1 ? 0 : 1;
    })) << file;
    EXPECT_EQ(got, wanted) << file;
    EXPECT_EQ(not_one, entry["patterns_not_exactly_one_comparison"].get_int64().value()) << file;
    for (const auto& [path, count] : got) comparisons += count;
  }
  EXPECT_GE(comparisons, 11'000);
}

TEST(IndicatorCorpus, every_accepted_indicator_meets_its_own_value) {
  CORPUS_OR_SKIP(folder, "");
  auto set = load_corpus({"ioc-amnesty", "ioc-mvt-indicators", "ioc-mvt-tests", "ioc-stalkerware"});
  Matcher matcher(set);
  std::size_t hosts = 0;
  for (std::uint32_t i = 0; i < set.indicators.size(); ++i) {
    const Indicator& indicator = set.indicators[i];
    hosts += indicator.type == IndicatorType::domain ? 1u : 0u;
    std::vector<Hit> found;
    matcher.match(observation_for(indicator).type, indicator.value, {indicator.platform, 16, false}, found);
    EXPECT_EQ(std::ranges::count(found, Hit{i, Grade::exact}), 1) << indicator.value;
  }
  EXPECT_GE(hosts, 4961u);
  RecordProperty("hosts", static_cast<int>(hosts));
  for (const FileReport& file : set.report.files)
    for (const LoadRemark& remark : file.rejected)
      EXPECT_EQ(remark.pattern, "[domain-name:value='despachosnegocios']")
          << file.name << ": " << remark.reason;
}

TEST(IndicatorCorpus, no_hit_on_the_most_visited_domains) {
  CORPUS_OR_SKIP(folder, "");
  auto set = load_corpus({"ioc-amnesty", "ioc-mvt-indicators"});
  Matcher matcher(set);
  simdjson::dom::parser parser;
  simdjson::dom::array list;
  ASSERT_FALSE(
      parser
          .load((corpus(BRIDLE_SOURCE_DIR).value_or("") / "ioc-benign-lists/tranco10k.json").string())["list"]
          .get(list));
  std::string met;
  std::vector<Hit> found;
  for (std::string_view host : list) {
    found.clear();
    matcher.match(ObservableType::host, host, {}, found);
    for (const Hit& hit : found) met += set.indicators[hit.indicator].value + " ";
  }
  EXPECT_EQ(met, "") << "published domains that are popular too: look at each";
}

TEST(IndicatorCorpus, mvt_fixture_loads_as_mvt_expects) {
  CORPUS_OR_SKIP(folder, "");
  auto set = load_corpus({"ioc-mvt-tests/mvt-session-fixture.stix2"});
  EXPECT_EQ(set.indicators.size(), 9u);
  ASSERT_EQ(set.indicators[0].attributions.size(), 1u);
  EXPECT_EQ(set.indicators[0].attributions[0].name, "TestMalware");
  Matcher matcher(set);
  auto url = [&](std::string_view value) { return grade(matcher, ObservableType::url, value) != "none"; };
  EXPECT_TRUE(url("http://example.com/thisisbad"));
  EXPECT_FALSE(url("http://example.com/thisisgood"));
  EXPECT_TRUE(url("https://www.example.org/foobar"));
  EXPECT_TRUE(url("http://example.org:8080/toto"));
  EXPECT_FALSE(url("https://github.com"));
  EXPECT_FALSE(url("https://example.com/"));
  EXPECT_TRUE(url("https://198.51.100.1:8080/"));
  EXPECT_FALSE(url("https://1.1.1.1/"));
  EXPECT_FALSE(url("42"));
  EXPECT_EQ(grade(matcher, ObservableType::sha256,
                  "570cd76bf49cf52e0cb347a68bdcf0590b2eaece134e1b1eba7e8d66261bdbe6"),
            "exact");
  EXPECT_EQ(grade(matcher, ObservableType::sha256,
                  "003764fd74bf13cff9bf1ddd870cbf593b23e2b584ba4465114023870ea6fbef"),
            "none");
  EXPECT_EQ(grade(matcher, ObservableType::sha1, "da0611a300a9ce9aa7a09d1212f203fca5856794"), "exact");
}

TEST(IndicatorCorpus, cytrox_loads_as_mvt_expects) {
  CORPUS_OR_SKIP(folder, "");
  auto set = load_corpus({"ioc-mvt-tests/cytrox.stix2"});
  EXPECT_EQ(set.indicators.size(), 343u);
  EXPECT_EQ(by_type(set), (std::map<IndicatorType, int>{{IndicatorType::domain, 336},
                                                        {IndicatorType::file_path, 6},
                                                        {IndicatorType::profile_id, 1}}));
}

TEST(IndicatorCorpus, otx_loads_although_its_description_is_a_list) {
  CORPUS_OR_SKIP(folder, "");
  auto set = load_corpus({"ioc-mvt-tests/638cd3ee5e5f019f84f9e0ea.json"});
  EXPECT_EQ(by_type(set),
            (std::map<IndicatorType, int>{{IndicatorType::domain, 15}, {IndicatorType::url, 54}}));
  for (const Indicator& indicator : set.indicators) {
    ASSERT_EQ(indicator.attributions.size(), 1u);  // the report; not the threat actor that it lists as well
    EXPECT_EQ(indicator.attributions[0].kind, AttributionKind::report);
  }
}

TEST(IndicatorCorpus, a_domain_of_two_campaigns_keeps_both) {
  CORPUS_OR_SKIP(folder, "");
  auto set = load_corpus({"ioc-amnesty", "ioc-mvt-indicators"});
  auto shared = std::ranges::find(set.indicators, "tribunnews.org", &Indicator::normalised);
  ASSERT_NE(shared, set.indicators.end());
  EXPECT_EQ(shared->attributions.size(), 2u);
  EXPECT_EQ(shared->also.size(), 1u);
}

}  // namespace
}  // namespace bridle::testing

#include "packs/pack.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "testing/corpus.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

const PackOptions options{.name = "Test",
                          .date = "2026-01-31",
                          .urls = {{"a.stix2", "https://a.example/a.stix2"}},
                          .threat = IndicatorClass::mercenary_spyware,
                          .platform = Platform::any};

std::string pack_of(const IndicatorSet& set, const IndicatorSet* previous = nullptr) {
  auto text = build_pack(set, options, previous);
  EXPECT_TRUE(text);
  auto checked = check_pack(text.value_or(""));
  EXPECT_TRUE(checked) << (checked ? "" : checked.error().message);
  return text.value_or("");
}

std::string lines(const PackDifference& difference) {
  std::string out;
  for (const auto& each : difference.added) out += "+" + each + "\n";
  for (const auto& each : difference.withdrawn) out += "w" + each + "\n";
  for (const auto& each : difference.gone) out += "-" + each + "\n";
  for (const auto& each : difference.changed) out += "~" + each + "\n";
  return out;
}

TEST(Pack, golden_bytes) {
  auto set = load(bundle_of({"[domain-name:value='Evil.com']"}), "a.stix2");
  auto digest = set.report.files[0].sha256;
  EXPECT_EQ(
      pack_of(set),
      R"({"bridle_pack":1,"name":"Test","date":"2026-01-31","values":1,"patterns":0,"withdrawn":0,"sources":[)"
      R"({"name":"a.stix2","sha256":")" +
          digest + R"(","url":"https://a.example/a.stix2","bytes":)" +
          std::to_string(set.report.files[0].bytes) +
          "}]}\n"
          R"({"type":"domain","value":"Evil.com","class":"mercenary spyware","id":"indicator--0",)"
          R"("origins":[{"source":0,"id":"indicator--0"}]})"
          "\n");
}

TEST(Pack, says_where_a_source_was_fetched_and_when) {
  auto set = load(bundle_of({"[domain-name:value='evil.com']"}), "b.stix2");
  PackOptions with = options;
  with.provenance[set.report.files[0].sha256] = {"https://b.example/", "2026-01-30T12:00:00Z"};
  auto text = build_pack(set, with, nullptr).value();
  auto header = check_pack(text).value();
  EXPECT_EQ(header.sources[0].url, "https://b.example/");
  EXPECT_EQ(header.sources[0].fetched, "2026-01-30T12:00:00Z");
}

TEST(Pack, same_sources_in_any_order_same_bytes) {
  auto first = bundle_of({"[domain-name:value='evil.com']", "[url:value='https://a.com/b?c=d']"});
  auto second = bundle_of(
      {"[domain-name:value='other.org' AND domain-name:value='x.org']", "[domain-name:value='b.net']"});
  auto both = [&](bool swapped) {
    IndicatorLoader loader;
    loader.add_file(swapped ? "b" : "a", as_bytes(swapped ? second : first));
    loader.add_file(swapped ? "a" : "b", as_bytes(swapped ? first : second));
    return pack_of(loader.finish());
  };
  EXPECT_EQ(both(false), both(true));
}

TEST(Pack, gives_back_what_went_in) {
  auto set = load(R"({"type":"bundle","objects":[
    {"type":"indicator","id":"indicator--1","pattern":"[domain-name:value='a.xyz/x']","confidence":70,
     "valid_from":"2024-01-01T00:00:00Z","labels":["tlp:amber"],"external_references":[{"url":"https://r.example/"}]},
    {"type":"indicator","id":"indicator--2","pattern":"[file:path LIKE '/private/var/x/%' OR ipv4-addr:value='10.1.0.0/16']"},
    {"type":"indicator","id":"indicator--3","pattern":"[file:name='a' AND file:path='/tmp/a']"},
    {"type":"indicator","id":"indicator--4","pattern":"[url:value LIKE 'https://a.com/b/%']","revoked":true},
    {"type":"malware","id":"malware--1","name":"Thing"},
    {"type":"relationship","relationship_type":"indicates","source_ref":"indicator--1","target_ref":"malware--1"}]})");
  auto again = load(pack_of(set), "test.pack");
  EXPECT_EQ(again.report.files[0].error, "");
  EXPECT_EQ(again.report.rejected, 0u);
  ASSERT_EQ(again.indicators.size(), set.indicators.size());
  ASSERT_EQ(again.patterns.size(), 1u);
  EXPECT_EQ(again.patterns[0].pattern, set.patterns[0].pattern);
  for (const Indicator& before : set.indicators) {
    auto after = std::ranges::find_if(again.indicators, [&](const Indicator& each) {
      return each.type == before.type && each.normalised == before.normalised &&
             each.directory == before.directory;
    });
    ASSERT_NE(after, again.indicators.end()) << before.value;
    EXPECT_EQ(after->host_too, before.host_too);
    EXPECT_EQ(after->revoked, before.revoked);
    EXPECT_EQ(after->attributions, before.attributions);
    EXPECT_EQ(after->valid_from, before.valid_from);
    EXPECT_EQ(after->confidence, before.confidence);
    EXPECT_EQ(after->tlp, before.tlp);
    EXPECT_EQ(after->references, before.references);
    EXPECT_EQ(after->threat, IndicatorClass::mercenary_spyware);
    EXPECT_EQ(after->also.at(0).file_sha256, before.source_sha256());
  }
}

TEST(Pack, what_left_its_source_stays_as_withdrawn) {
  auto old_set =
      load(pack_of(indicators_of({"[domain-name:value='kept.com']", "[domain-name:value='left.com']",
                                  "[file:name='x' AND file:path='/a/x']"})),
           "old.pack");
  auto now = load(bundle_of({"[domain-name:value='kept.com']", "[domain-name:value='new.com']"}));
  auto text = pack_of(now, &old_set);
  auto set = load(text, "new.pack");
  EXPECT_EQ(lines(difference_of(old_set, set)),
            "+domain new.com (any)\nwdomain left.com (any)\nwpattern [file:name='x' AND file:path='/a/x']\n");
  Matcher matcher(set);
  EXPECT_EQ(grade(matcher, ObservableType::host, "left.com"), "none");
  EXPECT_EQ(grade(matcher, ObservableType::host, "kept.com"), "exact");
  auto left = std::ranges::find(set.indicators, "left.com", &Indicator::normalised);
  ASSERT_NE(left, set.indicators.end());
  EXPECT_EQ(left->withdrawn, "2026-01-31");
  // A later pack keeps the first date; what comes back is matched again.
  PackOptions later = options;
  later.date = "2026-02-28";
  auto third = load(build_pack(now, later, &set).value(), "third.pack");
  EXPECT_EQ(std::ranges::find(third.indicators, "left.com", &Indicator::normalised)->withdrawn, "2026-01-31");
  auto back = load(pack_of(indicators_of({"[domain-name:value='left.com']"}), &third), "back.pack");
  EXPECT_EQ(grade(Matcher(back), ObservableType::host, "left.com"), "exact");
}

TEST(Pack, is_checked_line_by_line) {
  auto text = pack_of(indicators_of({"[domain-name:value='a.com']", "[domain-name:value='b.com']"}));
  EXPECT_FALSE(check_pack(text.substr(0, text.size() - 1)));
  EXPECT_FALSE(check_pack(text.substr(0, text.rfind('\n', text.size() - 2) + 1)));
  EXPECT_FALSE(check_pack(text + text.substr(text.rfind('\n', text.size() - 2) + 1)));
  EXPECT_FALSE(check_pack(""));
  EXPECT_FALSE(check_pack("{\"bridle_pack\":2}\n"));
  EXPECT_NE(load(text.substr(0, text.rfind('\n', text.size() - 2) + 1)).report.files[0].error, "");
  PackOptions undated = options;
  undated.date = "2026-13-01";
  EXPECT_FALSE(build_pack(load(text), undated, nullptr));
}

TEST(Pack, of_the_public_sets_loses_nothing) {
  CORPUS_OR_SKIP(folder, "");
  std::vector<std::filesystem::path> paths{folder / "ioc-amnesty", folder / "ioc-mvt-indicators"};
  auto set = load_indicators(paths);
  ASSERT_TRUE(set);
  auto again = load(pack_of(*set), "public.pack");
  EXPECT_EQ(again.report.files[0].error, "");
  EXPECT_EQ(again.indicators.size(), set->indicators.size());
  EXPECT_EQ(again.report.rejected, 0u);
  EXPECT_TRUE(difference_of(again, load(pack_of(again), "twice.pack")).empty());
}

}  // namespace
}  // namespace bridle::testing

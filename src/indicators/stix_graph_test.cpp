#include <gtest/gtest.h>

#include <algorithm>

#include "testing/stix_objects.h"

namespace bridle::testing {
namespace {

TEST(StixGraph, two_campaigns_share_a_value_and_both_are_named) {
  auto first = bundle(link("indicator--1", "indicates", "malware--1") + "," + indicator("1", "a.com") + "," +
                      named("malware", "1", "Zeta"));
  auto second = bundle(named("malware", "2", "Alpha") + "," + indicator("2", "A.com.") + "," +
                       link("indicator--2", "related-to", "malware--2"));
  for (bool turned : {false, true}) {
    IndicatorLoader loader;
    loader.add_file("1.stix2", as_bytes(turned ? second : first));
    loader.add_file("2.stix2", as_bytes(turned ? first : second));
    auto set = loader.finish();
    ASSERT_EQ(set.indicators.size(), 1u);
    EXPECT_EQ(attributions(set.indicators[0]), "malware Alpha, malware Zeta");
    EXPECT_EQ(set.indicators[0].also.size(), 1u);
    EXPECT_EQ(set.report.duplicates, 1u);
  }
}

TEST(StixGraph, follows_malware_to_those_behind_it) {
  auto set = load(bundle(indicator("1", "a.com") + "," + link("indicator--1", "indicates", "malware--1") +
                         "," + named("malware", "1", "M") + "," + named("campaign", "1", "C") + "," +
                         named("intrusion-set", "1", "I") + "," + named("threat-actor", "1", "T") + "," +
                         named("campaign", "2", "Other") + "," + link("campaign--1", "uses", "malware--1") +
                         "," + link("campaign--1", "attributed-to", "intrusion-set--1") + "," +
                         link("malware--1", "authored-by", "threat-actor--1") + "," +
                         link("campaign--1", "uses", "malware--2") + "," +
                         link("campaign--2", "uses", "malware--2")));
  EXPECT_EQ(attributions(set.indicators.at(0)), "malware M, campaign C, intrusion-set I, threat-actor T");
}

TEST(StixGraph, reports_and_groupings_attribute_what_they_list_and_nothing_else) {
  auto set = load(bundle(
      indicator("1", "a.com") + "," + named("threat-actor", "1", "Nobody") +
      R"(,{"type":"report","id":"report--1","name":"R","object_refs":["indicator--1","threat-actor--1"]})"
      R"(,{"type":"grouping","id":"grouping--1","name":"G","object_refs":["indicator--1"]})"));
  EXPECT_EQ(attributions(set.indicators.at(0)), "report R, grouping G");
}

TEST(StixGraph, a_nameless_malware_falls_back_to_its_id) {
  auto set =
      load(bundle(indicator("1", "a.com") + R"(,{"type":"malware","id":"malware--1","is_family":false},)" +
                  link("indicator--1", "indicates", "malware--1")));
  EXPECT_EQ(attributions(set.indicators.at(0)), "malware malware--1");
}

TEST(StixGraph, dangling_and_circular_relationships_end) {
  auto set = load(bundle(indicator("1", "a.com") + "," + named("malware", "1", "A") + "," +
                         named("malware", "2", "B") + "," + link("indicator--1", "indicates", "malware--1") +
                         "," + link("indicator--1", "indicates", "malware--9") + "," +
                         link("malware--1", "variant-of", "malware--2") + "," +
                         link("malware--2", "variant-of", "malware--1")));
  EXPECT_EQ(attributions(set.indicators.at(0)), "malware A, malware B");
}

TEST(StixGraph, newest_version_of_what_is_behind_it_wins_and_withdrawn_ones_are_gone) {
  auto version = [](std::string_view type, std::string_view id, std::string_view more, int year) {
    return fmt::format(R"(,{{"type":"{0}","id":"{0}--{1}","modified":"{2}-01-01T00:00:00Z",{3}}})", type, id,
                       year, more);
  };
  auto linked = [&](std::string_view id, std::string_view target, int year, bool revoked) {
    return version(
        "relationship", id,
        fmt::format(
            R"("relationship_type":"indicates","source_ref":"indicator--1","target_ref":"{}","revoked":{})",
            target, revoked),
        year);
  };
  auto base = indicator("1", "a.com") + version("malware", "1", R"("name":"New")", 2024) +
              version("malware", "1", R"("name":"Old")", 2020) + linked("1", "malware--1", 2020, false);
  EXPECT_EQ(attributions(load(bundle(base)).indicators.at(0)), "malware New");
  // Another version of the relationship leads elsewhere.
  EXPECT_EQ(attributions(load(bundle(base + version("malware", "2", R"("name":"Two")", 2020) +
                                     linked("1", "malware--2", 2021, false)))
                             .indicators.at(0)),
            "malware Two");
  // Withdrawn in any version, in any order.
  EXPECT_EQ(attributions(load(bundle(base + linked("1", "malware--1", 2019, true))).indicators.at(0)), "");
  EXPECT_EQ(attributions(load(bundle(base + version("malware", "1", R"("name":"X","revoked":true)", 2019)))
                             .indicators.at(0)),
            "");
}

TEST(StixGraph, infrastructure_leads_to_the_malware_on_it) {
  auto set = load(bundle(indicator("1", "a.com") + "," + named("infrastructure", "1", "Relay") + "," +
                         named("malware", "1", "M") + "," + named("campaign", "1", "C") + "," +
                         link("indicator--1", "indicates", "infrastructure--1") + "," +
                         link("infrastructure--1", "delivers", "malware--1") + "," +
                         link("campaign--1", "uses", "infrastructure--1")));
  EXPECT_EQ(attributions(set.indicators.at(0)), "malware M, campaign C, infrastructure Relay");
}

TEST(StixGraph, the_strictest_marking_on_the_way_counts) {
  constexpr std::string_view red = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
                             amber = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421";
  auto marks = [](std::string_view id) { return fmt::format(R"("object_marking_refs":["{}"])", id); };
  auto tlp = [](std::string_view objects) { return name(load(bundle(objects)).indicators.at(0).tlp); };
  auto granular =
      fmt::format(R"("granular_markings":[7,{{"selectors":["pattern"],"marking_ref":"{}"}}])", amber);
  EXPECT_EQ(tlp(indicator("1", "a.com", granular)), "amber");
  auto malware = fmt::format(R"(,{{"type":"malware","id":"malware--1","name":"M",{}}})", marks(red));
  EXPECT_EQ(tlp(indicator("1", "a.com", marks(amber)) + malware + "," +
                link("indicator--1", "indicates", "malware--1")),
            "red")
      << "its name would be told";
  EXPECT_EQ(tlp(indicator("1", "a.com", marks(amber)) + malware), "amber") << "nothing leads there";
  EXPECT_EQ(
      tlp(indicator("1", "a.com") + "," + named("malware", "2", "M") +
          fmt::format(R"(,{{"type":"relationship","relationship_type":"indicates","source_ref":"indicator--1",
                            "target_ref":"malware--2",{}}})",
                      marks(red))),
      "red");
}

TEST(StixGraph, references_of_what_it_names_are_kept_with_it) {
  auto set = load(bundle(
      indicator("1", "a.com", R"("external_references":[{"source_name":"x","url":"https://own.org/"}])") +
      "," + link("indicator--1", "indicates", "malware--1") +
      R"(,{"type":"malware","id":"malware--1","name":"M","external_references":[{"url":"https://malware.org/"}]})"
      R"(,{"type":"report","id":"report--1","name":"R","object_refs":["indicator--1"],)"
      R"("external_references":[{"url":"https://report.org/"},{"description":"none"}]})"));
  EXPECT_EQ(set.indicators.at(0).references,
            (std::vector<std::string>{"https://malware.org/", "https://own.org/", "https://report.org/"}));
}

TEST(StixGraph, pages_of_an_envelope_are_one_graph_in_any_order) {
  std::vector<std::string> pages{
      fmt::format(R"({{"more":true,"next":"2","objects":[{},{}]}})",
                  link("indicator--1", "indicates", "malware--1"), indicator("1", "a.com")),
      fmt::format(R"({{"more":true,"next":"3","objects":[{},{}]}})", indicator("1", "a.com"),
                  named("campaign", "1", "C")),
      fmt::format(R"({{"more":false,"objects":[{},{}]}})", named("malware", "1", "M"),
                  link("campaign--1", "uses", "malware--1"))};
  std::ranges::sort(pages);
  do {
    IndicatorLoader loader;
    for (const auto& page : pages) loader.add_file("page.json", as_bytes(page));
    auto set = loader.finish();
    ASSERT_EQ(set.indicators.size(), 1u);
    EXPECT_EQ(attributions(set.indicators[0]), "malware M, campaign C");
    EXPECT_EQ(set.report.duplicates, 1u) << "the boundary object that two pages hold";
  } while (std::ranges::next_permutation(pages).found);
}

TEST(StixGraph, reads_both_generations_of_tlp) {
  auto tlp = [](std::string_view more, std::string_view objects = "") {
    return name(load(bundle(indicator("1", "a.com", more) + std::string(objects))).indicators.at(0).tlp);
  };
  EXPECT_EQ(tlp(R"("object_marking_refs":["marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"])"),
            "red");
  EXPECT_EQ(tlp(R"("object_marking_refs":["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"])"),
            "clear");
  EXPECT_EQ(tlp(R"("object_marking_refs":["marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"])"),
            "amber+strict");
  EXPECT_EQ(tlp(R"("labels":["tlp:amber+strict"])"), "amber+strict");
  EXPECT_EQ(tlp(R"("labels":["TLP:WHITE"])"), "clear");
  EXPECT_EQ(tlp(R"("labels":["tlp:green","tlp:amber"])"), "amber");
  EXPECT_EQ(tlp(R"("object_marking_refs":["marking-definition--1"])",
                R"(,{"type":"marking-definition","id":"marking-definition--1","name":"x","extensions":
                {"extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d":{"tlp_2_0":"amber+strict"}}})"),
            "amber+strict");
  EXPECT_EQ(
      tlp(R"("object_marking_refs":["marking-definition--1"])",
          R"(,{"type":"marking-definition","id":"marking-definition--1","definition_type":"tlp","definition":{"tlp":"green"}})"),
      "green");
  EXPECT_EQ(tlp(""), "none");
}

}  // namespace
}  // namespace bridle::testing

#include "indicators/stix_loader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "base/sha256.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

/// A bundle around objects given as JSON.
std::string bundle(std::string_view objects) {
  return fmt::format(R"({{"type":"bundle","objects":[{}]}})", objects);
}

std::string indicator(std::string_view id, std::string_view host, std::string_view more = "") {
  return fmt::format(
      R"({{"type":"indicator","id":"indicator--{}","pattern":"[domain-name:value='{}']"{}{}}})", id, host,
      more.empty() ? "" : ",", more);
}

std::string named(std::string_view type, std::string_view id, std::string_view title) {
  return fmt::format(R"({{"type":"{}","id":"{}--{}","name":"{}"}})", type, type, id, title);
}

std::string link(std::string_view from, std::string_view type, std::string_view to) {
  return fmt::format(
      R"({{"type":"relationship","relationship_type":"{}","source_ref":"{}","target_ref":"{}"}})", type, from,
      to);
}

std::string attributions(const Indicator& indicator) {
  std::string out;
  for (const auto& each : indicator.attributions)
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", name(each.kind), each.name);
  return out;
}

std::string rejected(const IndicatorSet& set) {
  std::string out;
  for (const auto& file : set.report.files)
    for (const auto& remark : file.rejected) out += fmt::format("{}: {}\n", remark.id, remark.reason);
  return out;
}

TEST(StixLoader, reads_bundles_envelopes_lists_and_single_objects) {
  auto one = indicator("1", "a.com");
  for (const auto& text : {bundle(one), fmt::format(R"({{"more":false,"objects":[{}]}})", one),
                           "[" + one + "]", one, "\xEF\xBB\xBF" + bundle(one), " \n" + bundle(one) + "\n "}) {
    auto set = load(text);
    EXPECT_EQ(set.report.files[0].error, "") << text;
    ASSERT_EQ(set.indicators.size(), 1u) << text;
    EXPECT_EQ(set.indicators[0].normalised, "a.com");
  }
}

TEST(StixLoader, says_why_a_file_cannot_be_read) {
  auto error = [](std::string_view text) { return load(text).report.files.at(0).error; };
  EXPECT_EQ(error(""), "file is empty");
  EXPECT_EQ(error("\xEF\xBB\xBF"), "file is empty");
  EXPECT_EQ(error("hello").substr(0, 29), "this is text of no known kind");
  EXPECT_EQ(error("{}"), "no list of objects in the file");
  EXPECT_EQ(error(R"({"objects":5})"), "\"objects\" is not a list");
  EXPECT_EQ(error("\xFF\xFE[\0"), "file is UTF-16: only UTF-8 is read");
  EXPECT_EQ(error("{\"x\":\"\xE9\",\"objects\":[]}"), "file is not valid UTF-8");
  EXPECT_EQ(error("[] x"), "more text behind the objects at byte 3");
  EXPECT_EQ(error(R"({"objects")"), "file ends inside its list of objects");
}

TEST(StixLoader, keeps_what_stands_before_a_break) {
  auto text = bundle(indicator("1", "a.com") + "," + indicator("2", "b.com"));
  auto set = load(std::string_view(text).substr(0, text.size() - 30));
  EXPECT_EQ(set.report.files[0].error, "file ends inside its list of objects");
  ASSERT_EQ(set.indicators.size(), 1u);
  EXPECT_EQ(set.indicators[0].normalised, "a.com");
}

TEST(StixLoader, a_broken_object_or_pattern_costs_only_itself) {
  auto set = load(bundle(indicator("1", "a.com") + R"(,{"type":"indicator",},7,"x",)" +
                         R"({"type":"indicator","id":"indicator--2","pattern":"[domain-name:value='b"},)" +
                         R"({"type":"indicator","id":"indicator--3"},{"type":"indicator","pattern":5},)" +
                         indicator("4", "c.com") + R"(,{"type":"indicator","pattern":"[x"})"));
  EXPECT_EQ(set.indicators.size(), 2u);
  EXPECT_EQ(set.report.files[0].objects, 9u);
  EXPECT_EQ(set.report.files[0].rejected.size(), 7u);
  EXPECT_NE(rejected(set).find("indicator--2: string without end at byte 19\n"), std::string::npos)
      << rejected(set);
  EXPECT_NE(rejected(set).find("indicator--3: indicator without a pattern\n"), std::string::npos);
  EXPECT_NE(rejected(set).find("object 9: "), std::string::npos);
}

TEST(StixLoader, a_broken_file_costs_no_other) {
  IndicatorLoader loader;
  auto good = bundle(indicator("1", "a.com"));
  loader.add_file("/x/bad.stix2", as_bytes("{"));
  loader.add_file("/x/good.stix2", as_bytes(good));
  loader.add_failure("/x/gone.stix2", {Fault::absent, "no such file"});
  auto set = loader.finish();
  EXPECT_EQ(set.indicators.size(), 1u);
  ASSERT_EQ(set.report.files.size(), 3u);
  EXPECT_EQ(set.report.files[0].name, "bad.stix2");
  EXPECT_NE(set.report.files[0].error, "");
  EXPECT_EQ(set.report.files[2].error, "no such file");
  EXPECT_EQ(set.indicators[0].source_file, "good.stix2");
  EXPECT_EQ(set.indicators[0].source_sha256, to_hex(sha256(as_bytes(good))));
}

TEST(StixLoader, the_newest_version_of_an_id_wins) {
  auto set = load(bundle(indicator("1", "new.com", R"("modified":"2024-02-01T00:00:00.000Z")") + "," +
                         indicator("1", "old.com", R"("modified":"2024-01-01T00:00:00Z")")));
  ASSERT_EQ(set.indicators.size(), 1u);
  EXPECT_EQ(set.indicators[0].normalised, "new.com");
  EXPECT_EQ(set.report.superseded, 1u);
}

TEST(StixLoader, a_withdrawn_indicator_is_kept_and_never_matched) {
  auto set = load(bundle(indicator("1", "a.com", R"("modified":"2024-01-01T00:00:00Z","revoked":true)") +
                         "," + indicator("2", "b.com")));
  ASSERT_EQ(set.indicators.size(), 2u);
  EXPECT_TRUE(set.indicators[0].revoked);
  EXPECT_EQ(set.report.revoked, 1u);
  Matcher matcher(set);
  EXPECT_EQ(hits(matcher, ObservableType::host, "a.com"), "none");
  EXPECT_EQ(hits(matcher, ObservableType::host, "b.com"), "1 exact");
}

TEST(StixLoader, revoked_is_final_for_an_id) {
  auto set = load(bundle(indicator("1", "a.com", R"("modified":"2024-01-01T00:00:00Z","revoked":true)") +
                         "," + indicator("1", "a.com", R"("modified":"2024-02-01T00:00:00Z")")));
  ASSERT_EQ(set.indicators.size(), 1u);
  EXPECT_TRUE(set.indicators[0].revoked);
}

TEST(StixLoader, a_value_withdrawn_by_one_publisher_still_counts_for_another) {
  auto set = load(bundle(indicator("1", "a.com", R"("revoked":true)") + "," + indicator("2", "a.com")));
  Matcher matcher(set);
  EXPECT_EQ(hits(matcher, ObservableType::host, "a.com"), "1 exact");
}

TEST(StixLoader, two_campaigns_share_a_value_and_both_are_named) {
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

TEST(StixLoader, follows_malware_to_those_behind_it) {
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

TEST(StixLoader, reports_and_groupings_attribute_what_they_list_and_nothing_else) {
  auto set = load(bundle(
      indicator("1", "a.com") + "," + named("threat-actor", "1", "Nobody") +
      R"(,{"type":"report","id":"report--1","name":"R","object_refs":["indicator--1","threat-actor--1"]})"
      R"(,{"type":"grouping","id":"grouping--1","name":"G","object_refs":["indicator--1"]})"));
  EXPECT_EQ(attributions(set.indicators.at(0)), "report R, grouping G");
}

TEST(StixLoader, a_nameless_malware_falls_back_to_its_id) {
  auto set =
      load(bundle(indicator("1", "a.com") + R"(,{"type":"malware","id":"malware--1","is_family":false},)" +
                  link("indicator--1", "indicates", "malware--1")));
  EXPECT_EQ(attributions(set.indicators.at(0)), "malware malware--1");
}

TEST(StixLoader, dangling_and_circular_relationships_end) {
  auto set = load(bundle(indicator("1", "a.com") + "," + named("malware", "1", "A") + "," +
                         named("malware", "2", "B") + "," + link("indicator--1", "indicates", "malware--1") +
                         "," + link("indicator--1", "indicates", "malware--9") + "," +
                         link("malware--1", "variant-of", "malware--2") + "," +
                         link("malware--2", "variant-of", "malware--1")));
  EXPECT_EQ(attributions(set.indicators.at(0)), "malware A, malware B");
}

TEST(StixLoader, newest_version_of_what_is_behind_it_wins_and_withdrawn_ones_are_gone) {
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

TEST(StixLoader, infrastructure_leads_to_the_malware_on_it) {
  auto set = load(bundle(indicator("1", "a.com") + "," + named("infrastructure", "1", "Relay") + "," +
                         named("malware", "1", "M") + "," + named("campaign", "1", "C") + "," +
                         link("indicator--1", "indicates", "infrastructure--1") + "," +
                         link("infrastructure--1", "delivers", "malware--1") + "," +
                         link("campaign--1", "uses", "infrastructure--1")));
  EXPECT_EQ(attributions(set.indicators.at(0)), "malware M, campaign C, infrastructure Relay");
}

TEST(StixLoader, the_strictest_marking_on_the_way_counts) {
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

TEST(StixLoader, references_of_what_it_names_are_kept_with_it) {
  auto set = load(bundle(
      indicator("1", "a.com", R"("external_references":[{"source_name":"x","url":"https://own.org/"}])") +
      "," + link("indicator--1", "indicates", "malware--1") +
      R"(,{"type":"malware","id":"malware--1","name":"M","external_references":[{"url":"https://malware.org/"}]})"
      R"(,{"type":"report","id":"report--1","name":"R","object_refs":["indicator--1"],)"
      R"("external_references":[{"url":"https://report.org/"},{"description":"none"}]})"));
  EXPECT_EQ(set.indicators.at(0).references,
            (std::vector<std::string>{"https://malware.org/", "https://own.org/", "https://report.org/"}));
}

TEST(StixLoader, pages_of_an_envelope_are_one_graph_in_any_order) {
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

TEST(StixLoader, properties_of_a_wrong_type_are_as_good_as_absent) {
  auto set =
      load(bundle(indicator("1", "a.com", R"("description":["x"],"name":5,"confidence":"high","revoked":"no",
      "labels":"tlp:red","external_references":[["x"],{"url":"https://r.org/"}],"valid_from":7,"valid_until":"soon")")));
  ASSERT_EQ(set.indicators.size(), 1u);
  EXPECT_EQ(set.indicators[0].references, std::vector<std::string>{"https://r.org/"});
  EXPECT_FALSE(set.indicators[0].confidence);
  EXPECT_FALSE(set.indicators[0].revoked);
  EXPECT_EQ(set.indicators[0].tlp, Tlp::red);
  EXPECT_EQ(set.indicators[0].notes,
            std::vector<std::string>{"valid_until is no timestamp: taken as absent"});
}

TEST(StixLoader, keeps_validity_and_confidence) {
  auto set = load(bundle(indicator("1", "a.com", R"("valid_from":"2020-01-01T00:00:00.1234Z",
      "valid_until":"2021-01-01T00:00:00.000001Z","confidence":85)")));
  EXPECT_EQ(to_iso8601(*set.indicators.at(0).valid_from).substr(0, 10), "2020-01-01");
  EXPECT_TRUE(set.indicators[0].valid_until);
  EXPECT_EQ(set.indicators[0].confidence, 85);
}

TEST(StixLoader, reads_both_generations_of_tlp) {
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

TEST(StixLoader, other_pattern_languages_are_listed) {
  auto set = load(bundle(
      R"({"type":"indicator","id":"indicator--1","pattern_type":"yara","pattern":"rule x {condition: true}"})"));
  EXPECT_TRUE(set.indicators.empty());
  ASSERT_EQ(set.report.files[0].not_evaluated.size(), 1u);
  EXPECT_EQ(set.report.files[0].not_evaluated[0].reason, "pattern of type yara is not evaluated");
}

TEST(StixLoader, conditions_are_kept_with_everything_known_about_them) {
  auto set = load(bundle(
      named("malware", "1", "M") + "," + link("indicator--1", "indicates", "malware--1") +
      R"(,{"type":"indicator","id":"indicator--1","confidence":70,"valid_until":"2021-01-01T00:00:00Z",)"
      R"("pattern":"[domain-name:value = 'a.com' OR url:value LIKE '%x%'] OR [file:name = 'b'] REPEATS 2 TIMES"})"
      R"(,{"type":"indicator","id":"indicator--2","pattern":"[mac-addr:value = 'x' AND url:value LIKE '%']"})"));
  ASSERT_EQ(set.indicators.size(), 1u);
  ASSERT_EQ(set.patterns.size(), 2u);
  EXPECT_EQ(set.report.accepted, 3u);
  const Indicator& about = set.patterns[0].about;
  EXPECT_EQ(attributions(about), "malware M");
  EXPECT_EQ(about.confidence, 70);
  EXPECT_TRUE(about.valid_until);
  EXPECT_EQ(about.value.substr(0, 30), "[domain-name:value = 'a.com' O");
  EXPECT_EQ(set.patterns[1].condition.expression.qualifiers.size(), 1u);
  ASSERT_EQ(set.report.files[0].not_evaluated.size(), 1u);
  EXPECT_EQ(set.report.files[0].not_evaluated[0].reason, "object path mac-addr:value is not evaluated");
}

TEST(StixLoader, corrects_the_oddities_of_public_sets) {
  auto set = indicators_of({"[domain-name:value='1.2.3.4']", "[domain-name:value='a.xyz/x']",
                            "[domain-name:value='despachosnegocios']", "[domain-name:value='amazing.lab']",
                            "[file:path='/tmp/l/']", "[domain-name:value=' a.com. ']",
                            "[file:name='/var/foobar/txt']", "[file:hashes.md5='00']"});
  ASSERT_EQ(set.indicators.size(), 6u);
  EXPECT_EQ(set.indicators[0].type, IndicatorType::ipv4);
  EXPECT_EQ(set.indicators[1].type, IndicatorType::url);
  EXPECT_EQ(set.indicators[2].notes,
            std::vector<std::string>{"unknown top-level domain: compared as an opaque name"});
  EXPECT_TRUE(set.indicators[3].directory);
  EXPECT_EQ(set.indicators[4].normalised, "a.com");
  EXPECT_EQ(set.indicators[4].notes, std::vector<std::string>{"blanks around the value left out"});
  EXPECT_EQ(set.indicators[5].type, IndicatorType::file_path);
  EXPECT_EQ(set.report.retyped, 3u);
  EXPECT_EQ(rejected(set),
            "indicator--2: a bare label without a dot cannot match; the top-level domain was probably lost\n"
            "indicator--7: hash of 2 digits: no algorithm has that length\n");
}

TEST(StixLoader, labels_scope_an_indicator_to_a_platform) {
  auto set = load(bundle(indicator("1", "a.com", R"("labels":["platform:iOS"])")));
  Matcher matcher(set);
  EXPECT_EQ(hits(matcher, ObservableType::host, "a.com", {Platform::ios}), "0 exact");
  EXPECT_EQ(hits(matcher, ObservableType::host, "a.com", {Platform::android}), "none");
  EXPECT_EQ(hits(matcher, ObservableType::host, "a.com"), "0 exact");
}

TEST(StixLoader, deep_nesting_in_one_object_costs_only_that_object) {
  auto set = load(bundle(R"({"type":"indicator","x":)" + std::string(100'000, '[') +
                         std::string(100'000, ']') + "}," + indicator("1", "a.com")));
  EXPECT_EQ(set.indicators.size(), 1u);
  EXPECT_EQ(set.report.rejected, 1u);
}

TEST(StixLoader, searches_directories_in_a_fixed_order) {
  auto folder = std::filesystem::temp_directory_path() / fmt::format("bridle-indicators-{}", ::getpid());
  std::filesystem::create_directories(folder / "b");
  auto write = [&](std::string_view file, std::string_view host) {
    std::ofstream(folder / file) << bundle(indicator(host, host));
  };
  write("b/1.stix2", "c.com");
  write("a.JSON", "a.com");
  write("notes.txt", "x.com");
  write("z.stix2", "z.com");
  std::filesystem::path given[] = {folder};
  auto set = load_indicators(given);
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(set);
  std::string order;
  for (const auto& each : set->indicators) order += each.normalised + " ";
  EXPECT_EQ(order, "a.com c.com z.com ");
  std::filesystem::path absent[] = {folder / "absent"};
  EXPECT_EQ(load_indicators(absent).error().fault, Fault::absent);
}

}  // namespace
}  // namespace bridle::testing

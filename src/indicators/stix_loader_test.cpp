#include "indicators/stix_loader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "base/sha256.h"
#include "testing/stix_objects.h"

namespace bridle::testing {
namespace {

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

TEST(StixLoader, a_file_that_several_threads_read_comes_out_in_its_order) {
  // Some 12 MB: several parts. Relationships stand far from their indicators, and ids occur in several parts.
  constexpr int count = 40'000;
  std::string objects = named("malware", "m", "Bad"), padding(150, 'x');
  for (int i = 0; i < count; ++i) {
    objects +=
        "," + indicator(fmt::format("{}", i), fmt::format("h{}.com", i), R"("x":")" + padding + R"(")");
    if (i % 10'000 == 9'999) objects += R"(,{"type":"indicator",})";
  }
  for (int i = count - 1; i >= 0; i -= 2)
    objects += "," + link(fmt::format("indicator--{}", i), "indicates", "malware--m");
  auto set = load(bundle(objects));
  ASSERT_EQ(set.indicators.size(), std::size_t{count});
  for (int i = 0; i < count; ++i) {
    const Indicator& each = set.indicators[static_cast<std::size_t>(i)];
    ASSERT_EQ(each.id, fmt::format("indicator--{}", i));
    ASSERT_EQ(each.normalised, fmt::format("h{}.com", i));
    ASSERT_EQ(attributions(each), i % 2 == 1 ? "malware Bad" : "");
  }
  const FileReport& report = set.report.files[0];
  EXPECT_EQ(report.objects, 1u + count + 4 + count / 2);
  EXPECT_EQ(report.indicators, std::uint64_t{count});
  ASSERT_EQ(report.rejected.size(), 4u);
  EXPECT_EQ(report.rejected[0].id, "object 10002");
  EXPECT_EQ(report.rejected[3].id, "object 40005");
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
  EXPECT_EQ(set.indicators[0].source_file(), "good.stix2");
  EXPECT_EQ(set.indicators[0].source_sha256(), to_hex(sha256(as_bytes(good))));
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

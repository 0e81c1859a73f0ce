#include "indicators/link_runs.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

#include "indicators/bare_hosts.h"
#include "indicators/links.h"
#include "indicators/text_lanes.h"

namespace bridle {
namespace {

constexpr std::string_view samples[] = {"see https://example.com/a now",
                                        "go to www.example.is, ok",
                                        "Www.Example.is at the start of a sentence",
                                        "evil.com",
                                        "(evil[.]com)",
                                        "evil(dot)net/x",
                                        "192.0.2.1/x and 192.0.2.1:8080/y",
                                        "{\"u\":\"https:\\/\\/evil.com\\/x\"}",
                                        "見てhttps://example.comのページ。пример.рф/путь",
                                        "\xE2\x80\x8Fhttps://example.com/\xE2\x80\x8F",
                                        "a\xFFhttps://example.com/b\xE3\x80"};

TEST(LinkRuns, finds_the_same_wherever_in_a_block_it_stands) {
  for (auto sample : samples) {
    auto alone = find_links(sample);
    ASSERT_FALSE(alone.empty()) << sample;
    for (std::size_t before = 0; before < 140; ++before)
      for (std::size_t after : {0, 1, 63, 64, 65, 200}) {
        auto padded = std::string(before, ' ') + std::string(sample) + std::string(after, ' ');
        auto links = find_links(padded);
        ASSERT_EQ(links.size(), alone.size()) << sample << " at " << before << ", " << after << " behind";
        for (std::size_t i = 0; i < links.size(); ++i) {
          EXPECT_EQ(links[i].url, alone[i].url);
          EXPECT_EQ(links[i].offset, alone[i].offset + before);
        }
      }
  }
}

TEST(LinkRuns, passes_over_what_holds_no_link) {
  for (auto text : {"", ".", "a", "12:34:56.789", "version 1.2.3", "/var/mobile/x.plist",
                    "com.example.thing: did", "end. Next", "e.g. this", "f(x)", "[1] {2}"})
    EXPECT_FALSE(LinkRuns(text).next()) << text;
}

TEST(LinkRuns, a_link_inside_or_behind_a_path_is_found_nevertheless) {
  for (std::size_t before = 0; before < 70; ++before) {
    auto found = [&](std::string_view text) {
      std::string urls;
      for (const auto& link : find_links(std::string(before, ' ') + std::string(text) + std::string(70, ' ')))
        urls += link.url + " ";
      return urls;
    };
    EXPECT_EQ(found("/var/x.plist,https://evil.com/a"), "https://evil.com/a ");
    EXPECT_EQ(found("/var/x.com evil.com"), "evil.com ");
    EXPECT_EQ(found("/var/x.com\xC2\xA0"
                    "evil.com"),
              "evil.com ");
    EXPECT_EQ(found("/var/x.com\xE3\x80\x81"
                    "evil.com"),
              found("\xE3\x80\x81"
                    "evil.com"));
    EXPECT_EQ(found("\"/evil.com\""), "");
    EXPECT_EQ(found("evil.com/x.html"), "evil.com/x.html ");
  }
}

TEST(LinkRuns, a_run_in_a_block_is_judged_as_one_outside_of_it) {
  std::mt19937 random(3);  // NOLINT(*-msc51-cpp): the same every time
  constexpr std::string_view pieces[] = {"com.", "www", ".", "a", "xn--", "net",  "/",    "?", "-",
                                         "_",    ":",   "9", "(", "#",    "org.", "info", "@"};
  int yes = 0;
  for (int round = 0; round < 50'000; ++round) {
    std::string run;
    for (auto left = 1 + random() % 7; left > 0; --left) run += pieces[random() % std::size(pieces)];
    auto at = random() % (64 - run.size());
    auto block = std::string(at, ' ') + run + std::string(65 - at - run.size(), ' ');
    bool wanted = may_hold_bare_host(run);
    yes += wanted ? 1 : 0;
    ASSERT_EQ(may_hold_bare_host(run, masks_of(block.data()), at), wanted) << run << " at " << at;
  }
  EXPECT_GT(yes, 1'000);
}

TEST(LinkRuns, a_long_run_is_given_once) {
  std::string text(1000, 'a');
  text += ".com/" + std::string(1000, '.') + "a.com b.com";
  LinkRuns runs(text);
  auto first = runs.next(), second = runs.next();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->offset, 0u);
  EXPECT_EQ(second->text, "b.com");
  EXPECT_FALSE(runs.next());
}

TEST(TextLanes, give_the_same_answers_whatever_the_processor_takes_at_a_time) {
  auto lanes = text_lanes();
  std::mt19937 random(5);  // NOLINT(*-msc51-cpp): the same every time
  constexpr std::string_view telling = "./:\\([{dD09 \"<>`|^\x7F-_?#azAZ@G\x80\xFF";
  std::array<char, text_block + 1> block{};
  for (int round = 0; round < 20'000; ++round) {
    for (char& c : block)
      c = random() % 4 == 0 ? static_cast<char>(random()) : telling[random() % telling.size()];
    for (const TextLanes& each : lanes) {
      ASSERT_EQ(each.anchors_of(block.data()), lanes[0].anchors_of(block.data())) << each.name;
      ASSERT_EQ(each.masks_of(block.data()), lanes[0].masks_of(block.data())) << each.name;
    }
  }
}

}  // namespace
}  // namespace bridle

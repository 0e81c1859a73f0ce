#include "indicators/matcher.h"

#include <gtest/gtest.h>

#include "testing/indicators.h"

namespace bridle::testing {
namespace {

// The defects of MVT that reference/detection-core.md section 3 and reference/ios-artifacts.md 3.6 list, and
// the stories of reference/user-needs.md C, by their names there. tests/conformance/matching.jsonl has the
// variations.

constexpr auto url = ObservableType::url;
constexpr auto host = ObservableType::host;
constexpr auto path = ObservableType::file_path;
constexpr auto process = ObservableType::process_name;
constexpr MatchContext ios{Platform::ios};
constexpr MatchContext android{Platform::android};

std::string met(std::string_view pattern, ObservableType type, std::string_view value,
                MatchContext context = {}) {
  return grade(Matcher(indicators_of({pattern})), type, value, context);
}

TEST(MatcherDefects, value_containing_equals_does_not_abort_the_load_mvt_906) {
  Matcher matcher(indicators_of({"[url:value='https://a.com/?x=1&y==']", "[domain-name:value='b.com']"}));
  EXPECT_EQ(hits(matcher, url, "https://a.com/?x=1&y=="), "0 exact");
  EXPECT_EQ(hits(matcher, host, "b.com"), "1 exact");
}

TEST(MatcherDefects, left_strip_of_w_neither_loses_nor_invents_hosts) {
  EXPECT_EQ(met("[domain-name:value='www.tzsafe.com']", host, "www.tzsafe.com"), "exact");
  EXPECT_EQ(met("[domain-name:value='www.andropwn.xyz']", host, "www.andropwn.xyz"), "exact");
  EXPECT_EQ(met("[domain-name:value='ups.so']", host, "wups.so"), "none");
  EXPECT_EQ(met("[domain-name:value='wapurl.co.uk']", host, "wapurl.co.uk"), "exact");
}

TEST(MatcherDefects, names_between_registered_domain_and_host_are_met) {
  EXPECT_EQ(met("[domain-name:value='demo.example.com']", host, "x.demo.example.com"), "subdomain");
}

TEST(MatcherDefects, port_user_info_and_trailing_dot_are_no_part_of_the_host) {
  EXPECT_EQ(met("[domain-name:value='sub.example.com']", url, "https://u:p@sub.example.com.:8443/"), "exact");
}

TEST(MatcherDefects, addresses_are_numbers_and_no_substrings) {
  EXPECT_EQ(met("[ipv4-addr:value='5.253.61.156']", url, "http://185.253.61.156/"), "none");
  EXPECT_EQ(met("[ipv4-addr:value='5.253.61.156']", url, "http://5.253.61.156:8080/"), "exact");
  EXPECT_EQ(met("[ipv4-addr:value='5.253.61.156']", url, "https://a.com/5.253.61.156?5.253.61.156"), "none");
}

TEST(MatcherDefects, unparsable_hosts_get_no_substring_test) {
  EXPECT_EQ(met("[domain-name:value='evil.com']", url, "https://x.unknowntld/?u=evil.com"), "none");
  EXPECT_EQ(met("[domain-name:value='evil.com']", url, "not a url evil.com"), "none");
}

TEST(MatcherDefects, a_set_without_domains_still_matches_the_rest) {
  Matcher matcher(indicators_of({"[process:name='bh']"}));
  EXPECT_EQ(hits(matcher, url, "https://a.com/"), "none");
  EXPECT_EQ(hits(matcher, process, "bh"), "0 exact");
}

TEST(MatcherDefects, an_empty_set_meets_nothing) {
  Matcher matcher(IndicatorSet{});
  for (std::size_t i = 0; i < std::size(observable_type_names); ++i)
    EXPECT_EQ(hits(matcher, static_cast<ObservableType>(i), "evil.com", {Platform::ios, 16, true}), "none");
}

TEST(MatcherDefects, unicode_hosts_meet_punycode_indicators) {
  EXPECT_EQ(met("[domain-name:value='xn--mnchen-3ya.de']", url, "https://münchen.de/"), "exact");
}

TEST(MatcherDefects, a_truncated_process_name_is_a_lower_grade_for_15_and_16) {
  auto pattern = "[process:name='com.apple.rapports.events']";
  EXPECT_EQ(met(pattern, process, "com.apple.rappor", {Platform::ios, 16}), "truncated_name");
  EXPECT_EQ(met(pattern, process, "com.apple.rappo", {Platform::android, 15}), "truncated_name");
  EXPECT_EQ(met(pattern, process, "com.apple.rappor", {Platform::ios, 0}), "none");
}

TEST(MatcherDefects, a_truncated_name_lists_every_candidate) {
  Matcher matcher(
      indicators_of({"[process:name='com.apple.rapports.events']", "[process:name='com.apple.rapportd']",
                     "[process:name='com.apple.rappor']"}));
  EXPECT_EQ(hits(matcher, process, "com.apple.rappor", {Platform::ios, 16}),
            "0 truncated_name, 1 truncated_name, 2 exact");
}

TEST(MatcherDefects, path_prefix_ends_at_a_component_mvt_942) {
  EXPECT_EQ(met("[file:path='/private/var/tmp/hooker']", path, "/private/var/tmp/hookers.plist", ios),
            "none");
  EXPECT_EQ(met("[file:path='/private/var/tmp/l']", path, "/private/var/tmp/lockdown.log", ios), "none");
}

TEST(MatcherDefects, the_root_directory_matches_nothing) {
  EXPECT_EQ(met("[file:path='/']", path, "/private/var/x", ios), "none");
  EXPECT_EQ(met("[file:path='//']", path, "/private/var/x", ios), "none");
}

TEST(MatcherDefects, paths_of_backups_meet_device_paths) {
  EXPECT_EQ(
      met("[file:path='/private/var/mobile/Library/Caches/x']", path, "/var/mobile/Library/Caches/x", ios),
      "exact");
  EXPECT_EQ(
      met("[file:path='/var/mobile/Containers/Data/Application/01234567-89AB-CDEF-0123-456789ABCDEF/tmp/x']",
          path, "/private/var/mobile/Containers/Data/Application/*/tmp/x", ios),
      "exact");
}

TEST(MatcherDefects, aliases_of_ios_are_not_those_of_android) {
  EXPECT_EQ(met("[file:path='/tmp/x']", path, "/private/var/tmp/x", ios), "exact");
  EXPECT_EQ(met("[file:path='/tmp/x']", path, "/private/var/tmp/x", android), "none");
}

TEST(MatcherDefects, profile_ids_are_compared_whole) {
  auto pattern = "[configuration-profile:id='76DAB334-7E17-475D-A5D6-0794EB5818A5']";
  EXPECT_EQ(met(pattern, ObservableType::profile_id, "7E17", ios), "none");
  EXPECT_EQ(met(pattern, ObservableType::profile_id, "", ios), "none");
  EXPECT_EQ(met(pattern, ObservableType::profile_id, "76dab334-7e17-475d-a5d6-0794eb5818a5", ios), "exact");
}

TEST(MatcherStories, c1_a_stock_file_name_needs_its_place) {
  EXPECT_EQ(met("[file:path='/private/var/root/Library/Preferences/com.apple.CrashReporter.plist']", path,
                "/private/var/mobile/Library/Preferences/com.apple.CrashReporter.plist", ios),
            "none");
}

TEST(MatcherStories, c3_an_app_named_like_a_process) {
  EXPECT_EQ(met("[process:name='com.evil.app']", ObservableType::app_id, "com.evil.app", ios), "none");
}

TEST(MatcherStories, c4_a_domain_inside_a_file_name) {
  auto pattern = "[domain-name:value='evil.com']";
  EXPECT_EQ(met(pattern, path, "/private/var/my_evil.com_file", ios), "none");
  EXPECT_EQ(met(pattern, path, "/private/var/WebKit/https_evil.com_0.localstorage", ios), "contained");
}

TEST(MatcherGrades, a_look_alike_is_shown_as_what_it_is) {
  Matcher matcher(indicators_of({"[domain-name:value='evil.com']", "[domain-name:value='xn--vil-qdd.com']"}));
  EXPECT_EQ(hits(matcher, host, "xn--vil-qdd.com"), "0 look_alike, 1 exact");
  EXPECT_EQ(hits(matcher, host, "evil.com"), "0 exact");
}

TEST(MatcherGrades, one_link_through_a_service_keeps_its_strongest_grade) {
  Matcher matcher(indicators_of({"[domain-name:value='facebook.com']", "[domain-name:value='evil.com']"}));
  EXPECT_EQ(hits(matcher, url, "https://l.facebook.com/l.php?u=https%3A%2F%2Fevil.com"),
            "0 registered_domain, 1 redirect");
  EXPECT_EQ(hits(matcher, url, "https://evil.com/?u=https://evil.com/"), "1 exact");
}

TEST(MatcherStories, c5_a_one_letter_directory) {
  EXPECT_EQ(met("[file:path='/tmp/l/']", path, "/tmp/log", android), "none");
  EXPECT_EQ(met("[file:path='/tmp/l/']", path, "/tmp/l/log", android), "directory");
}

TEST(MatcherStories, c6_c7_are_label_and_number_comparisons) {
  EXPECT_EQ(met("[ipv4-addr:value='5.253.61.15']", host, "5.253.61.156"), "none");
  EXPECT_EQ(met("[domain-name:value='X.com']", host, "wX.com"), "none");
}

TEST(MatcherStories, c8_gatekeeperd_is_a_stock_daemon_of_android) {
  EXPECT_EQ(met("[process:name='gatekeeperd']", process, "gatekeeperd", android), "none");
  EXPECT_EQ(met("[process:name='gatekeeperd']", process, "gatekeeperd", ios), "exact");
}

TEST(MatcherStories, c9_colliding_names_carry_a_note) {
  auto set = indicators_of({"[process:name='BackupAgent']", "[process:name='bh']"});
  EXPECT_EQ(set.indicators[0].notes.size(), 1u);
  EXPECT_EQ(set.indicators[1].notes.size(), 1u);
}

TEST(MatcherStories, c20_shared_infrastructure_is_never_widened) {
  for (auto provider :
       {"cloudfront.net", "duckdns.org", "appspot.com", "dynamic-dns.net", "zapto.org", "imwork.net"}) {
    auto pattern = fmt::format("[domain-name:value='{}']", provider);
    EXPECT_EQ(met(pattern, host, fmt::format("a.{}", provider)), "none") << provider;
  }
}

TEST(Matcher, gives_one_hit_per_indicator_in_the_order_of_the_set) {
  Matcher matcher(indicators_of({"[domain-name:value='b.evil.com']", "[url:value='http://b.evil.com/x']",
                                 "[domain-name:value='evil.com']", "[ipv4-addr:value='10.0.0.0/8']",
                                 "[ipv4-addr:value='10.1.2.3']"}));
  EXPECT_EQ(hits(matcher, url, "http://b.evil.com/x"), "0 exact, 1 exact, 2 registered_domain");
  EXPECT_EQ(hits(matcher, url, "https://a.b.evil.com/x"), "0 subdomain, 2 registered_domain");
  EXPECT_EQ(hits(matcher, host, "10.1.2.3"), "3 network, 4 exact");
}

TEST(Matcher, appends_and_leaves_earlier_hits_alone) {
  Matcher matcher(indicators_of({"[domain-name:value='a.com']", "[domain-name:value='b.com']"}));
  std::vector<Hit> out;
  matcher.match(host, "b.com", {}, out);
  matcher.match(host, "a.com", {}, out);
  matcher.match(host, "c.com", {}, out);
  EXPECT_EQ(out, (std::vector<Hit>{{1, Grade::exact}, {0, Grade::exact}}));
}

TEST(Matcher, survives_values_of_any_size_and_encoding) {
  Matcher matcher(indicators_of({"[domain-name:value='a.com']", "[file:path='/x/y']", "[file:path='y/z']",
                                 "[process:name='p']", "[email-addr:value='a@b.c']", "[app:id='x.y']",
                                 "[url:value='http://a.com/b']"}));
  std::string values[] = {"",
                          " ",
                          ".",
                          "/",
                          "//",
                          "..",
                          "/..",
                          "a.com" + std::string(1 << 21, '/'),
                          std::string(100'000, '.'),
                          std::string(100'000, '/'),
                          "\xFF\xFE",
                          std::string("\0", 1),
                          "http://",
                          "[",
                          "@",
                          ":",
                          "%",
                          "mailto:"};
  for (const auto& value : values)
    for (std::size_t i = 0; i < std::size(observable_type_names); ++i)
      EXPECT_EQ(hits(matcher, static_cast<ObservableType>(i), value, {Platform::android, 15, true}), "none")
          << i;
}

}  // namespace
}  // namespace bridle::testing

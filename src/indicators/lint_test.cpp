#include "indicators/lint.h"

#include <gtest/gtest.h>

#include <map>

#include "testing/corpus.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

/// The ids of what is said of one pattern: "ip-in-domain retyped".
std::string lints(std::string_view pattern) {
  std::string out;
  auto set = indicators_of({pattern});
  for (const LoadRemark& each : set.report.files[0].lint)
    out += (out.empty() ? "" : " ") + each.reason.substr(0, each.reason.find(':'));
  return out;
}

TEST(Lint, names_what_a_publisher_should_look_at) {
  EXPECT_EQ(lints("[domain-name:value='evil.com']"), "");
  EXPECT_EQ(lints("[domain-name:value='198.51.100.7']"), "ip-in-domain");
  EXPECT_EQ(lints("[domain-name:value='evil.xyz/x']"), "path-in-domain");
  EXPECT_EQ(lints("[file:name='/tmp/evil']"), "retyped");
  EXPECT_EQ(lints("[domain-name:value='despachosnegocios']"), "bare-label");
  EXPECT_EQ(lints("[file:hashes.md5='00']"), "broken-value");
  EXPECT_EQ(lints("[domain-name:value='amazing.lab']"), "unknown-tld");
  EXPECT_EQ(lints("[file:hashes.md5='0123456789ABCDEF0123456789abcdef']"), "upper-case-hash");
  EXPECT_EQ(lints("[domain-name:value='duckdns.org']"), "shared-provider");
  EXPECT_EQ(lints("[domain-name:value='dynamic-dns.net']"), "shared-provider");
  EXPECT_EQ(lints("[file:path='/private/var/tmp/x/y']"), "one-letter-path");
  EXPECT_EQ(lints("[process:name='bh']"), "short-name");
  EXPECT_EQ(lints("[process:name='BackupAgent']"), "stock-name");
  EXPECT_EQ(lints("[file:name='com.apple.CrashReporter.plist']"), "stock-name");
}

TEST(Lint, an_observation_of_every_type_meets_its_indicator) {
  auto set =
      indicators_of({"[domain-name:value='a.evil.com']", "[domain-name:value='duckdns.org']",
                     "[ipv4-addr:value='10.0.0.0/8']", "[ipv6-addr:value='2001:db8::/32']",
                     "[url:value='https://a.com/x?y=z']", "[url:value LIKE 'https://a.com/b/%']",
                     "[domain-name:value='evil.xyz/x']", "[process:name='averylongprocessname']",
                     "[email-addr:value='A@b.com']", "[file:name='x.plist']", "[file:path='/private/var/x']",
                     "[file:path='/private/var/d/']", "[file:path='Library/x.plist']", "[app:id='com.x']",
                     "[configuration-profile:id='com.x.y']", "[android-property:name='p.q']",
                     "[file:hashes.sha1='0123456789abcdef0123456789abcdef01234567']",
                     "[app:cert.sha1='0123456789abcdef0123456789abcdef01234567']"});
  EXPECT_EQ(set.indicators.size(), 18u);
  for (auto number : unmet_indicators(set)) ADD_FAILURE() << set.indicators[number].value;
}

TEST(Lint, one_that_cannot_be_met_is_found) {
  auto set = indicators_of({"[domain-name:value='evil.com']"});
  set.indicators[0].normalised = "no host at all";  // what a fault of the loader would look like
  EXPECT_EQ(unmet_indicators(set), std::vector<std::uint32_t>{0});
}

TEST(Lint, public_sets_are_met_and_their_known_oddities_named) {
  CORPUS_OR_SKIP(folder, "");
  std::vector<std::filesystem::path> paths{folder / "ioc-amnesty", folder / "ioc-mvt-indicators",
                                           folder / "ioc-stalkerware"};
  auto set = load_indicators(paths);
  ASSERT_TRUE(set);
  for (auto number : unmet_indicators(*set)) ADD_FAILURE() << set->indicators[number].value;
  std::map<std::string, int> count;
  for (const FileReport& file : set->report.files)
    for (const LoadRemark& each : file.lint) ++count[each.reason.substr(0, each.reason.find(':'))];
  EXPECT_EQ(count["ip-in-domain"], 8);
  EXPECT_EQ(count["path-in-domain"], 1);
  EXPECT_EQ(count["bare-label"], 1);
  EXPECT_GE(count["unknown-tld"], 2);
  EXPECT_GE(count["one-letter-path"], 1);
}

}  // namespace
}  // namespace bridle::testing

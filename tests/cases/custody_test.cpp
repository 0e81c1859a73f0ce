#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "program.h"
#include "testing/dump_builder.h"
#include "testing/dumpstate_builder.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* window = "2024-03-20T08:00+01:00..2024-03-20T12:00+01:00";

// Three apps: one of before the window, one of it, one of after it; Rome lies one hour east of Greenwich.
std::string a_report(const Folder& folder, const std::string& zone) {
  std::string packages = "Packages:\n";
  for (const char* each : {"com.before|2024-03-19 10:00:00", "com.within|2024-03-20 09:30:00",
                           "com.after|2024-03-20 12:00:01"}) {
    std::string text(each);
    auto bar = text.find('|');
    packages += "  Package [" + text.substr(0, bar) + "] (1):\n    firstInstallTime=" + text.substr(bar + 1) +
                "\n    lastUpdateTime=" + text.substr(bar + 1) + "\n";
  }
  std::string path = folder / "report.txt";
  write_text(path, DumpstateBuilder()
                       .header("google/oriole/oriole:14/UP1A.231005.007/1:user/release-keys")
                       .section("SYSTEM PROPERTIES", "getprop", "[ro.product.model]: [Pixel 6]\n" + zone)
                       .begin_dumpsys()
                       .service("package", packages)
                       .end_dumpsys()
                       .done()
                       .text());
  return path;
}

}  // namespace

TEST(Custody, tells_what_was_installed_in_the_window) {
  Folder folder;
  std::string report = a_report(folder, "[persist.sys.timezone]: [Europe/Rome]\n");
  auto outcome = run_bridle({"examine", report, "--case", folder / "case", "--json", "--custody", window});
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("\"given\": \"" + std::string(window)));
  EXPECT_THAT(outcome.out,
              HasSubstr("\"kind\": \"app\",\n          \"inside\": 2,\n          \"perhaps\": 0"));
  EXPECT_THAT(text_in(folder / "case", "SELECT statement FROM finding WHERE rule = 'custody.window'"),
              HasSubstr("2 events of installing, updating or removing apps (com.within)"));
  std::string page = read_text(folder / "case/report.html");
  EXPECT_THAT(page, HasSubstr("While the phone was out of its owner&#39;s hands"));
  EXPECT_THAT(read_text(folder / "case/journal.jsonl"),
              HasSubstr("\"custody\":[\"2024-03-20T07:00:00Z to 2024-03-20T11:00:00Z\"]"));
  EXPECT_EQ(run_bridle({"verify", folder / "case"}).code, 0);
  auto listed = run_bridle(
      {"timeline", folder / "case", "--csv", "--from", "2024-03-20T07:00Z", "--to", "2024-03-20T11:00Z"});
  EXPECT_THAT(listed.out, HasSubstr("package_first_install"));
  EXPECT_EQ(count_in(folder / "case", "SELECT count(*) FROM timeline"), 6);
  EXPECT_EQ(std::ranges::count(listed.out, '\n'), 3) << listed.out;
}

TEST(Custody, is_part_of_what_is_sealed) {
  Folder folder;
  std::string report = a_report(folder, "[persist.sys.timezone]: [Europe/Rome]\n");
  for (const char* name : {"a", "b"})
    (void)run_bridle({"examine", report, "--case", folder / name, "--quiet", "--custody", window});
  (void)run_bridle({"examine", report, "--case", folder / "c", "--quiet"});
  EXPECT_EQ(seal_of(folder / "a"), seal_of(folder / "b"));
  EXPECT_NE(seal_of(folder / "a"), seal_of(folder / "c"));
}

TEST(Custody, holds_on_in_later_revisions_until_others_are_given) {
  Folder folder;
  std::string report = a_report(folder, "[persist.sys.timezone]: [Europe/Rome]\n");
  forge(folder / "forged", {});
  std::string indicators = folder / "forged/indicators.stix2";
  (void)run_bridle({"examine", report, "--case", folder / "case", "--quiet", "--custody", window});
  EXPECT_NE(run_bridle({"match", folder / "case", "-i", indicators, "--quiet"}).code, 2);
  auto third =
      run_bridle({"match", folder / "case", "--quiet", "--custody", "2024-03-19T00:00Z..2024-03-19T12:00Z",
                  "--custody", "2020-01-01T00:00Z..2020-01-02T00:00Z"});
  EXPECT_EQ(third.code, 1) << third.err;
  auto windows = [&](int revision) {
    return count_in(folder / "case",
                    "SELECT count(*) FROM custody_window WHERE revision = " + std::to_string(revision));
  };
  EXPECT_EQ(windows(1), 1);
  EXPECT_EQ(windows(2), 1);
  EXPECT_EQ(windows(3), 2);
  EXPECT_THAT(text_in(folder / "case",
                      "SELECT statement FROM finding WHERE rule = 'custody.window' AND revision = 3"),
              HasSubstr("(com.before)"));
  EXPECT_EQ(run_bridle({"verify", folder / "case"}).code, 0);
}

TEST(Custody, without_a_zone_says_perhaps) {
  Folder folder;
  (void)run_bridle(
      {"examine", a_report(folder, ""), "--case", folder / "case", "--quiet", "--custody", window});
  std::string statement =
      text_in(folder / "case", "SELECT statement FROM finding WHERE rule = 'custody.window'");
  EXPECT_THAT(statement, HasSubstr("No recorded moment lies certainly in that time."));
  EXPECT_THAT(statement, HasSubstr("May lie in it"));
  EXPECT_THAT(statement, Not(HasSubstr("com.before")));
}

TEST(Custody, a_window_that_cannot_be_read_is_a_usage_error) {
  Folder folder;
  auto outcome = run_bridle({"examine", a_report(folder, ""), "--case", folder / "case", "--custody",
                             "2024-03-20T08:00..2024-03-20T12:00"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("it has no zone: write Z for UTC"));
  auto many = run_bridle({"timeline", folder / "case", "--from", "yesterday"});
  EXPECT_EQ(many.code, 2);
}

}  // namespace bridle::testing

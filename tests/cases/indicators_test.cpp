#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "program.h"
#include "testing/corpus.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// `bridle indicators`, as somebody uses it who has only read its help.
class Indicators : public ::testing::Test {
 protected:
  Indicators() {
    write_text(folder_ / "one.stix2", bundle_of({"[domain-name:value='evil.example.com']",
                                                 "[process:name='bh']", "[domain-name:value='nodot']"}));
    write_text(folder_ / "two.stix2",
               bundle_of({"[domain-name:value='evil.example.com']", "[app:id='com.bad']"}));
  }
  Outcome run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "indicators");
    return run_bridle(std::move(arguments));
  }
  Outcome build(const std::string& source, const std::string& pack, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"build", source, "-o", pack, "--name", "Test", "--date", "2026-01-31"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
  Folder folder_;
};

TEST_F(Indicators, build_makes_a_pack_and_says_what_it_left_out) {
  auto made = build(folder_ / "one.stix2", folder_ / "one.pack");
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_EQ(made.out,
            "2 values and 0 patterns, 0 of them withdrawn, from 1 sources.\n"
            "1 were rejected and 0 are not evaluated: `bridle indicators lint` says which.\n");
  auto first = read_text(folder_ / "one.pack");
  ASSERT_EQ(build(folder_ / "one.stix2", folder_ / "one.pack").code, 0);
  EXPECT_EQ(read_text(folder_ / "one.pack"), first) << "the same sources, the same bytes";
  auto nameless = run({"build", folder_ / "one.stix2", "-o", folder_ / "x.pack"});
  EXPECT_EQ(nameless.code, 2);
  EXPECT_THAT(nameless.err, HasSubstr("--name is required"));
}

TEST_F(Indicators, show_names_sources_and_counts) {
  ASSERT_EQ(build(folder_ / "one.stix2", folder_ / "one.pack", {"--class", "stalkerware"}).code, 0);
  auto shown = run({"show", folder_ / "one.pack"});
  EXPECT_EQ(shown.code, 0);
  EXPECT_THAT(shown.out, AllOf(HasSubstr("Test of 2026-01-31\nSHA-256 "), HasSubstr("  one.stix2\n"),
                               HasSubstr("stalkerware, domain"), HasSubstr("stalkerware, process_name")));
  auto other = run({"show", folder_ / "one.stix2"});
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("one.stix2 is not a pack: `bridle indicators build` makes one"));
  std::filesystem::create_directory(folder_ / "set");
  EXPECT_THAT(run({"show", folder_ / "set"}).err,
              HasSubstr("set is a folder, not a pack: `bridle indicators build`"));
  EXPECT_THAT(run({"show", folder_ / "none.pack"}).err, HasSubstr("none.pack"));
}

TEST_F(Indicators, lint_says_what_publishers_should_look_at) {
  auto linted = run({"lint", folder_ / "one.stix2"});
  EXPECT_EQ(linted.code, 1);
  EXPECT_THAT(linted.out,
              AllOf(HasSubstr("one.stix2: lint: indicator--1 \"[process:name='bh']\": short-name: "),
                    HasSubstr("one.stix2: rejected: indicator--2 "),
                    HasSubstr("2 of 2 indicators are met by their own observation")));
  EXPECT_THAT(run({"lint", folder_ / "one.stix2", "--json"}).out, HasSubstr("\"self_tested\": 2"));
}

TEST_F(Indicators, diff_lists_and_counts) {
  ASSERT_EQ(build(folder_ / "one.stix2", folder_ / "one.pack").code, 0);
  ASSERT_EQ(build(folder_ / "two.stix2", folder_ / "two.pack").code, 0);
  auto different = run({"diff", folder_ / "one.pack", folder_ / "two.pack"});
  EXPECT_EQ(different.code, 1);
  EXPECT_THAT(different.out, AllOf(HasSubstr("added      app_id com.bad (any)\n"),
                                   HasSubstr("gone       process_name bh (any)\n"),
                                   HasSubstr("1 added, 0 withdrawn, 1 gone, 0 changed.\n")));
  auto same = run({"diff", folder_ / "one.pack", folder_ / "one.pack"});
  EXPECT_EQ(same.code, 0);
  EXPECT_EQ(same.out, "0 added, 0 withdrawn, 0 gone, 0 changed.\n");
}

TEST_F(Indicators, verify_tells_form_signature_and_change_apart) {
  write_text(folder_ / "key", std::string(32, '\x07'));
  auto made = build(folder_ / "one.stix2", folder_ / "one.pack", {"--sign", folder_ / "key"});
  ASSERT_EQ(made.code, 0) << made.err;
  auto at = made.out.find("The public key is ");
  ASSERT_NE(at, std::string::npos);
  auto key = made.out.substr(at + 18);
  key = key.substr(0, key.find_first_of(" \n"));
  auto checked = run({"verify", folder_ / "one.pack", "--key", key});
  EXPECT_EQ(checked.code, 0) << checked.err;
  EXPECT_THAT(checked.out, HasSubstr("The signature fits: "));
  auto unchecked = run({"verify", folder_ / "one.pack"});
  EXPECT_EQ(unchecked.code, 1) << "nothing that was not checked may look as if it were";
  EXPECT_THAT(unchecked.out, HasSubstr("The signature was not checked"));
  auto text = read_text(folder_ / "one.pack");
  text.replace(text.find("evil.example.com"), 4, "good");
  write_text(folder_ / "one.pack", text);
  EXPECT_EQ(run({"verify", folder_ / "one.pack", "--key", key}).code, 2);
  ASSERT_EQ(build(folder_ / "two.stix2", folder_ / "two.pack").code, 0);
  EXPECT_THAT(run({"verify", folder_ / "two.pack", "--key", key}).err,
              HasSubstr("has no signature beside it"));
}

TEST_F(Indicators, of_the_public_sets_go_through_every_command) {
  CORPUS_OR_SKIP(amnesty, "ioc-amnesty");
  CORPUS_OR_SKIP(others, "ioc-mvt-indicators");
  auto first = build(amnesty.string(), folder_ / "a.pack");
  EXPECT_THAT(first.out, HasSubstr("4271 values and 0 patterns, 0 of them withdrawn, from 5 sources.\n"));
  ASSERT_EQ(build(others.string(), folder_ / "b.pack").code, 0);
  EXPECT_THAT(run({"show", folder_ / "a.pack"}).out,
              HasSubstr("generic, process_name                           81"));
  EXPECT_THAT(run({"lint", amnesty.string()}).out,
              HasSubstr("4271 of 4271 indicators are met by their own observation"));
  EXPECT_EQ(run({"diff", folder_ / "a.pack", folder_ / "b.pack"}).code, 1);
}

}  // namespace
}  // namespace bridle::testing

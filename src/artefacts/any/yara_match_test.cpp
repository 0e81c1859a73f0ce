#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "testing/corpus.h"
#include "testing/dump_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

constexpr std::string_view rules =
    "rule a { meta: description = \"d\" strings: $x = \"evil\" condition: $x }";

TEST(AnyYaraMatch, tells_rule_file_place_and_length) {
  EXPECT_EQ(records_with_rules(rules, "..evil", "/usr/bin/x"),
            "byte 2 | a | rules | d | /usr/bin/x | NULL | $x | 2 | 4 | 0\n");
  EXPECT_EQ(records_with_rules(rules, "good", "/usr/bin/x"), "");
  EXPECT_EQ(records_with_rules(rules, "", "/usr/bin/x"), "");
  EXPECT_EQ(records_with_rules("rule b { condition: filesize == 1 }", "x", "/bin/x"),
            "the whole | b | rules | NULL | /bin/x | NULL | NULL | NULL | NULL | 0\n");
}

TEST(AnyYaraMatch, looks_into_packages) {
  std::string content = std::string(5000, ' ') + "evil";
  auto path =
      (std::filesystem::temp_directory_path() / ("bridle-yara-" + std::to_string(::getpid()))).string();
  auto builder = DumpBuilder::begin(path, Packing::zip).value();
  ASSERT_TRUE(builder->add({.path = "classes.dex", .content = content}));
  ASSERT_TRUE(builder->finish());
  auto package = content_of(path);
  std::filesystem::remove(path);
  EXPECT_EQ(records_with_rules(rules, package, "/data/app/x.apk"),
            "classes.dex: byte 5000 | a | rules | d | /data/app/x.apk | classes.dex | $x | 5000 | 4 | 0\n");
  EXPECT_EQ(records_with_rules(rules, package.substr(0, package.size() / 2), "/data/app/x.apk").substr(0, 5),
            "skip ");
}

TEST(AnyYaraMatch, without_rules_says_so) {
  EXPECT_EQ(records("any.yara_match", "evil"), "failed: absent: no rules were given\n");
}

}  // namespace
}  // namespace bridle::testing

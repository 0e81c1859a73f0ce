#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IndicatorYara, one_finding_for_each_rule_with_all_its_places) {
  CaseBuilder examined;
  examined.run(
      "INSERT INTO any_yara_match(rule, rule_file, description, file, member, string, position, length, "
      "further) VALUES"
      "('spy', 'r.yar', 'a spy', '/usr/bin/a', NULL, '$x', 4, 2, 0), ('spy', 'r.yar', 'a spy', "
      "'/data/app/b.apk', 'classes.dex', '$x', 9, 2, 7), ('other', 'r.yar', NULL, '/usr/bin/a', NULL, "
      "NULL, NULL, NULL, 0)");
  EXPECT_EQ(
      examined.findings("indicator.yara"),
      "high medium undated | The YARA rule \"other\" of r.yar fits 1 file, in 1 place: \"/usr/bin/a\". | "
      "any_yara_match 3\n"
      "high medium undated | The YARA rule \"spy\" of r.yar fits 2 files, in 9 places: \"/usr/bin/a\" and "
      "\"/data/app/b.apk\", in its member \"classes.dex\". The rule describes itself as: a spy | "
      "any_yara_match 1, "
      "any_yara_match 2\n");
  EXPECT_EQ(CaseBuilder().findings("indicator.yara"), std::string());
}

}  // namespace bridle::testing

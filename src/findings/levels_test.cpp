#include "findings/levels.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "indicators/matcher.h"

namespace bridle {
namespace {

Level level(Relation relation, std::string_view grade = "exact",
            IndicatorClass about = IndicatorClass::mercenary_spyware) {
  return level_of({.relation = relation, .grade = grade, .about = about});
}

std::string text(const Level& level) {
  return std::string(name(level.severity)) + " " + std::string(name(level.confidence));
}

TEST(Levels, no_two_relations_share_a_level_by_accident) {
  std::map<std::string, std::set<std::string_view>> by_level;
  for (std::size_t i = 0; i < std::size(relation_names); ++i) {
    auto relation = static_cast<Relation>(i);
    by_level[text(level(relation))].insert(name(relation));
  }
  std::map<std::string, std::set<std::string_view>> expected{
      {"critical high", {"executed"}},
      {"high high", {"installed"}},
      {"high medium", {"on disk"}},
      {"high low", {"connected"}},
      {"medium high", {"visited"}},
      {"medium medium", {"received"}},
      {"medium low", {"loaded", "resolved"}},  // on purpose: docs/levels.md
      {"low medium", {"sent"}},
      {"low low", {"mentioned"}}};
  EXPECT_EQ(by_level, expected);
}

TEST(Levels, every_grade_of_the_matcher_has_a_row_and_no_row_is_idle) {
  std::set<std::string_view> known{"pattern"}, rows;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(Grade::look_alike); ++i)
    known.insert(name(static_cast<Grade>(i)));
  for (const GradeLevel& row : grade_levels()) {
    EXPECT_TRUE(rows.insert(row.grade).second) << row.grade;
    EXPECT_FALSE(row.why.empty() || row.verb.empty()) << row.grade;
  }
  EXPECT_EQ(rows, known);
}

TEST(Levels, weak_grades_cap_what_a_relation_is_worth) {
  EXPECT_EQ(text(level(Relation::executed, "truncated_name")), "medium low");
  EXPECT_EQ(text(level(Relation::visited, "redirect")), "medium medium");
  EXPECT_EQ(text(level(Relation::executed, "redirect")), "medium medium");
  EXPECT_EQ(text(level(Relation::visited, "contained")), "low low");
  EXPECT_EQ(text(level(Relation::visited, "host_only")), "low low");
  EXPECT_EQ(text(level(Relation::visited, "look_alike")), "low low");
  EXPECT_EQ(text(level(Relation::executed, "a grade of tomorrow")), "informational low");
  EXPECT_NE(grade_level("look_alike").verb.find("another host"), std::string_view::npos);
}

TEST(Levels, doubt_about_the_indicator_lowers_confidence_and_not_severity) {
  MatchFacts facts{.relation = Relation::visited, .grade = "exact"};
  EXPECT_EQ(text(level_of(facts)), "medium high");
  facts.confidence = 49;
  EXPECT_EQ(text(level_of(facts)), "medium low");
  facts.confidence = 50;
  EXPECT_EQ(text(level_of(facts)), "medium high");
  facts.expired = true;
  EXPECT_EQ(text(level_of(facts)), "medium low");
}

TEST(Levels, a_digest_is_content_and_a_stock_name_collides) {
  MatchFacts facts{.relation = Relation::on_disk, .grade = "exact", .indicator_type = "sha256"};
  EXPECT_EQ(text(level_of(facts)), "high high");
  facts.indicator_type = "file_name";
  EXPECT_EQ(text(level_of(facts)), "high medium");
  facts.relation = Relation::executed;
  facts.stock_name = true;
  EXPECT_EQ(text(level_of(facts)), "medium low");
}

TEST(Levels, a_known_collision_weighs_like_a_stock_name_and_an_early_event_like_a_late_one) {
  MatchFacts facts{.relation = Relation::executed, .grade = "exact"};
  EXPECT_EQ(text(level_of(facts)), "critical high");
  facts.early = true;
  EXPECT_EQ(text(level_of(facts)), "critical low");
  facts.early = false;
  facts.collision = true;
  EXPECT_EQ(text(level_of(facts)), "medium low");
}

TEST(Levels, the_class_that_an_indicator_states_goes_before_names) {
  Indicator indicator{.source = std::make_shared<const SourceFile>("x.pack", "")};
  indicator.attributions = {{AttributionKind::malware, "Pegasus", ""}};
  EXPECT_EQ(name(class_of(indicator)), "mercenary spyware");
  indicator.threat = IndicatorClass::forensic_tool;
  EXPECT_EQ(name(class_of(indicator)), "forensic tool");
  indicator.threat = IndicatorClass::generic;
  indicator.attributions.clear();
  EXPECT_EQ(name(class_of(indicator)), "generic");
}

TEST(Levels, the_class_is_read_from_what_publishers_say) {
  auto about = [](std::vector<std::string> names, std::string_view file) {
    return name(class_of(names, file));
  };
  EXPECT_EQ(about({"Pegasus"}, "pegasus.stix2"), "mercenary spyware");
  EXPECT_EQ(about({"TheTruthSpy"}, "stalkerware.stix2"), "stalkerware");
  EXPECT_EQ(about({"Cellebrite"}, "x.stix2"), "forensic tool");
  EXPECT_EQ(about({"Phishing of 2020"}, "x.stix2"), "phishing");
  EXPECT_EQ(about({"Predator The Thief"}, "x.stix2"), "generic") << "another thing";
  EXPECT_EQ(about({"Nobody knows"}, "x.stix2"), "generic");
  EXPECT_EQ(about({}, ""), "generic");
  for (std::size_t i = 0; i < std::size(relation_names); ++i) {
    auto relation = static_cast<Relation>(i);
    EXPECT_EQ(level(relation, "exact", IndicatorClass::generic), level(relation))
        << "what nobody states is weighed like the gravest";
  }
}

TEST(Levels, surer_by_one_step_at_most) {
  EXPECT_EQ(one_step_surer(Confidence::low), Confidence::medium);
  EXPECT_EQ(one_step_surer(Confidence::medium), Confidence::high);
  EXPECT_EQ(one_step_surer(Confidence::high), Confidence::high);
}

}  // namespace
}  // namespace bridle

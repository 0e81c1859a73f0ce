#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {
namespace {

std::string found(const std::string& trigger, const std::string& action) {
  return CaseBuilder()
      .run(
          "INSERT INTO ios_shortcut_triggers(id, kind, shortcut_id, shortcut_name, enabled, should_prompt) "
          "VALUES(1, 'trigger', 7, 'Fetch', " +
          trigger + "); INSERT INTO ios_shortcuts(id, kind, shortcut_id, action) VALUES(1, 'action', 7, '" +
          action + "'), (2, 'action', 8, 'is.workflow.actions.downloadurl')")
      .findings("ios.shortcut_automation");
}

}  // namespace

TEST(IosShortcutAutomation, names_the_shortcut_and_what_it_does) {
  EXPECT_EQ(found("1, 0", "is.workflow.actions.runsshscript"),
            "medium low undated | An automation runs the shortcut \"Fetch\" without asking; it holds "
            "is.workflow.actions.runsshscript. | ios_shortcut_triggers 1\n");
}

TEST(IosShortcutAutomation, says_nothing_of_those_that_ask_are_off_or_stay_at_home) {
  EXPECT_EQ(found("1, 1", "is.workflow.actions.downloadurl"), std::string());
  EXPECT_EQ(found("0, 0", "is.workflow.actions.downloadurl"), std::string());
  EXPECT_EQ(found("1, 0", "is.workflow.actions.setbrightness"), std::string());
}

}  // namespace bridle::testing

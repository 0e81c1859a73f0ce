#include <fmt/format.h>

#include "findings/levels.h"

namespace bridle {
namespace {

constexpr std::string_view head =
    "# Levels\n\nHow grave and how sure a finding is that rests on indicators. Written by `bridle levels "
    "--markdown` from the two tables of `src/findings/levels.cpp`; a test compares it. Other rules state "
    "their levels themselves (`docs/rules.md`).\n\n**Severity** says how much it would matter if it is what "
    "it looks like; **confidence** how sure it is that it is. A finding has the level of the strongest of "
    "its matches, severity first.\n";

constexpr std::string_view steps =
    "\n## The steps\n\n"
    "1. The relation and the class of the indicator give a severity and the most confidence; the grade caps "
    "both.\n"
    "2. A digest that a stored file bears is content and no name: confidence may be high.\n"
    "3. A name that iOS or Android itself carries (`src/indicators/baselines/`), or an indicator of which "
    "collisions "
    "with harmless things are known: severity at most medium, confidence low.\n"
    "4. An event later than `valid_until` or before `valid_from`, or a confidence of the publisher's own "
    "below 50: confidence low. A `valid_from` within a day of the indicator's making is only the day of "
    "publication, and earlier events are no contradiction.\n"
    "5. Corroboration: findings that share an attribution, rest on different files of the evidence and tell "
    "of times at most 24 hours apart raise each other's confidence one step, once, and say so. Mentions and "
    "look-alikes neither give nor take; findings of stock names and suppressed ones give none.\n"
    "\nThe class is the one that a pack states; else it comes from the names of the attributions and of the "
    "indicator file, as far as they say it. `generic` is what nobody states, and is weighed like the "
    "gravest.\n";

}  // namespace

std::string levels_page() {
  std::string page(head);
  page += "\n## By relation and class\n\n| Relation |";
  for (std::string_view about : indicator_class_names) page += fmt::format(" {} |", about);
  page += " Confidence at most | Why |\n|---|---|---|---|---|---|---|---|\n";
  for (const RelationLevel& r : relation_levels()) {
    page += fmt::format("| {} |", name(r.relation));
    for (Severity severity : r.severity) page += fmt::format(" {} |", name(severity));
    page += fmt::format(" {} | {} |\n", name(r.most), r.why);
  }
  page +=
      "\n`loaded` and `resolved` share a level on purpose: neither needs anyone's doing. No other two do.\n"
      "\n## By grade\n\n| Grade | Severity at most | Confidence at most | In a statement | Why |\n"
      "|---|---|---|---|---|\n";
  auto row = [&](const GradeLevel& g) {
    page +=
        fmt::format("| {} | {} | {} | {} | {} |\n", g.grade, name(g.most), name(g.confidence), g.verb, g.why);
  };
  for (const GradeLevel& g : grade_levels()) row(g);
  row(grade_level(""));
  return page += steps;
}

}  // namespace bridle

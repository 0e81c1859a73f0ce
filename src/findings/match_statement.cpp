#include "findings/match_statement.h"

#include <fmt/format.h>

#include "base/text.h"

namespace bridle {
namespace {

constexpr std::size_t longest_value = 300;  // bytes of one value in a sentence

// Evidence text in quotes, cut between characters.
std::string quoted(std::string_view value) {
  if (value.size() <= longest_value) return fmt::format("\"{}\"", value);
  std::size_t end = longest_value;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0) == 0x80) --end;
  return fmt::format("\"{}…\"", value.substr(0, end));
}

std::string_view done(Relation relation) {
  return relation == Relation::on_disk ? "found on disk" : name(relation);
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string_view what_they_do(GradeKind kind) {
  switch (kind) {
    case GradeKind::same:
      return "that meet published indicators";
    case GradeKind::doubtful:
      return "that may be what published indicators name";
    case GradeKind::mention:
      return "that mention, or share a part of, published indicators";
    case GradeKind::look_alike:
      return "that are other hosts than published indicators, and only look like them,";
  }
  return "";
}

std::string of_whom(const MatchGroup& g) {
  std::string text;
  if (!g.campaigns.empty()) text = fmt::format(" of {}", fmt::join(g.campaigns, ", "));
  if (g.about != IndicatorClass::generic) text += fmt::format(" ({})", name(g.about));
  return text;
}

std::string place_of(const MatchGroup& g) {
  std::string text = fmt::format("{} of {}", counted(g.records, "record", "records"), g.table);
  if (!g.conversation.empty()) text += ", in the conversation " + quoted(g.conversation);
  return text;
}

std::string one_value(const MatchGroup& g) {
  const MetValue& met = g.values.front();
  const GradeLevel& grade = grade_level(met.grade);
  std::string text =
      fmt::format("{} was {} ({}); {} the published {} {}", quoted(met.value), done(g.relation), place_of(g),
                  grade.verb, met.indicator->type, quoted(met.indicator->value));
  if (met.grade != "exact") text += fmt::format(" (grade: {})", met.grade);
  return text + of_whom(g) + ".";
}

std::string many_values(const MatchGroup& g) {
  bool all = g.distinct < MatchGroup::most_counted;
  std::string text = fmt::format("{}{} values {}{} were {} ({}): ", all ? "" : "At least ", g.distinct,
                                 what_they_do(g.kind), of_whom(g), done(g.relation), place_of(g));
  for (std::size_t i = 0; i < g.values.size(); ++i) {
    const MetValue& met = g.values[i];
    text += fmt::format("{}{} ({} {}{})", i == 0 ? "" : ", ", quoted(met.value), met.indicator->type,
                        quoted(met.indicator->value), met.grade == "exact" ? "" : ", grade: " + met.grade);
  }
  if (g.distinct > g.values.size()) text += fmt::format(" and {} more", g.distinct - g.values.size());
  return text + ".";
}

std::string sequence(const MatchGroup& g) {
  std::string text =
      fmt::format("{} together meet the published condition {}{}: ", counted(g.records, "record", "records"),
                  quoted(g.values.front().indicator->value), of_whom(g));
  for (std::size_t i = 0; i < g.values.size(); ++i) {
    const MetValue& met = g.values[i];
    text +=
        fmt::format("{}{} was {} ({})", i == 0 ? "" : ", ", quoted(met.value), done(met.relation), met.table);
  }
  if (g.distinct > g.values.size()) text += fmt::format(" and {} more", g.distinct - g.values.size());
  return text + ".";
}

}  // namespace

std::string match_statement(const MatchGroup& g) {
  std::string text = g.sequence ? sequence(g) : g.distinct == 1 ? one_value(g) : many_values(g);
  if (g.stock != nullptr)
    text += fmt::format(" {} itself carries {} ({}; known for {}), so the names may only coincide.",
                        g.stock->versions.substr(0, g.stock->versions.find(' ')), quoted(g.stock->name),
                        g.stock->what, g.stock->versions);
  if (!g.collisions.empty())
    text += fmt::format(" Harmless things are known to have {} too: {}.",
                        g.distinct == 1 ? "this value" : "such values", fmt::join(g.collisions, "; "));
  if (g.early > 0)
    text +=
        g.early == g.dated
            ? std::string(" All of it lies before the time from which the indicator is published as valid.")
            : fmt::format(
                  " {} of {} dated matches lie before the time from which the indicator is "
                  "published as valid.",
                  g.early, g.dated);
  if (g.expired > 0)
    text += g.expired == g.dated
                ? std::string(" All of it lies after the time for which the indicator is published as valid.")
                : fmt::format(
                      " {} of {} dated matches lie after the time for which the indicator is "
                      "published as valid.",
                      g.expired, g.dated);
  return text;
}

std::string match_identity(const MatchGroup& g) {
  return fmt::format("{}\n{}\n{}\n{}\n{}{}{}", g.campaign, g.table, g.conversation, name(g.relation),
                     static_cast<int>(g.kind),
                     g.stock      ? "\nstock"
                     : g.collides ? "\ncollides"
                                  : "",
                     g.sequence ? "\n" + g.values.front().indicator->value : std::string());
}

}  // namespace bridle

#include "findings/verdict.h"

#include <fmt/format.h>

#include <algorithm>

namespace bridle {
namespace {

// Silence over fewer than half of what such evidence always holds says nothing.
constexpr std::int64_t enough_of_ten = 5;

std::string plural(std::int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

// Artefacts that every such phone has: how many were looked for, and how many gave at least part of
// themselves.
struct Expected {
  std::int64_t all = 0, read = 0;
};

Result<Expected> expected_artefacts(const Database& database) {
  Expected expected;
  expected.all =
      TRY(database.number("SELECT count(*) FROM artefact a WHERE presence = 'always' AND EXISTS(SELECT 1 "
                          "FROM coverage c WHERE c.artefact = a.id AND c.status <> 'not_held')"));
  expected.read =
      TRY(database.number("SELECT count(*) FROM artefact a WHERE presence = 'always' AND EXISTS(SELECT 1 "
                          "FROM coverage c WHERE c.artefact = a.id "
                          "AND c.status IN ('complete', 'partial'))"));
  return expected;
}

Result<> count_losses(const Database& database, std::vector<std::string>& limits) {
  auto number = [&](std::string_view condition) {
    return database.number(fmt::format("SELECT count(*) FROM coverage WHERE {}", condition));
  };
  if (auto n = TRY(number("artefact LIKE 'evidence.%' AND status <> 'complete'")); n > 0) {
    auto select =
        TRY(database.prepare("SELECT reason FROM coverage WHERE artefact LIKE 'evidence.%' AND status <> "
                             "'complete' ORDER BY task"));
    while (TRY(select.step())) limits.emplace_back(select.text(0));
  }
  if (auto n = TRY(number("status = 'failed' AND artefact NOT LIKE 'evidence.%'")); n > 0)
    limits.push_back(plural(n, "trace that the evidence holds could not be read",
                            "traces that the evidence holds could not be read"));
  if (auto n = TRY(number("status = 'unsupported'")); n > 0)
    limits.push_back(plural(n, "trace is of a kind or generation that is not read",
                            "traces are of a kind or generation that is not read"));
  if (auto n = TRY(number("status = 'partial' AND artefact NOT LIKE 'evidence.%'")); n > 0)
    limits.push_back(plural(n, "trace was read in part", "traces were read in part"));
  auto absent =
      TRY(database.number("SELECT count(*) FROM coverage c JOIN artefact a ON a.id = c.artefact WHERE "
                          "c.status = 'absent' AND (a.presence = 'always' OR "
                          "(a.presence = 'encrypted' AND EXISTS(SELECT 1 FROM device WHERE key = "
                          "'backup_encrypted' AND value = 'yes')))"));
  if (absent > 0)
    limits.push_back(plural(absent, "trace that such evidence normally holds is not in it",
                            "traces that such evidence normally holds are not in it"));
  return {};
}

}  // namespace

Result<Verdict> verdict_of(const CaseStore& store, std::int64_t revision) {
  const Database& database = store.database();
  Verdict verdict;
  auto select = TRY(
      database.prepare("SELECT DISTINCT severity FROM finding WHERE revision = ? AND suppression IS NULL"));
  select.bind(1, revision);
  while (TRY(select.step())) {
    auto found = std::ranges::find(severity_names, select.text(0));
    auto severity = static_cast<Severity>(found - std::begin(severity_names));
    if (found != std::end(severity_names) && (!verdict.finding || severity > *verdict.finding))
      verdict.finding = severity;
  }
  verdict.suppressed = TRY(database.number(
      fmt::format("SELECT count(*) FROM finding WHERE revision = {} AND suppression IS NOT NULL", revision)));
  TRY(count_losses(database, verdict.limits));
  Expected expected = TRY(expected_artefacts(database));
  bool too_little = expected.read * 10 < expected.all * enough_of_ten;
  if (too_little)
    verdict.limits.insert(verdict.limits.begin(),
                          fmt::format("only {} of the {} traces that every such phone has could be read",
                                      expected.read, expected.all));
  verdict.coverage = too_little               ? CoverageLevel::insufficient
                     : verdict.limits.empty() ? CoverageLevel::complete
                                              : CoverageLevel::partial;
  return verdict;
}

std::string_view finding_level(const Verdict& verdict) {
  return verdict.finding ? name(*verdict.finding) : "none";
}

}  // namespace bridle

#include "findings/match_patterns.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "findings/case_conditions.h"
#include "findings/store_indicators.h"

namespace bridle {
namespace {

/// A record that satisfies a bracket, with what its row in `match` needs.
struct Part {
  const TableSchema* table;
  const Column* column;
  std::int64_t record;
  std::optional<std::int64_t> time;
  ObservableType type;
  Relation relation;
  std::string value, form;
  std::string_view grade;
};

/// What one condition has met so far.
struct Meetings {
  std::vector<Part> parts;                       // one for each record, in order of the case
  std::vector<std::vector<std::uint32_t>> hits;  // of each bracket: indices into parts
  std::string given_up;                          // why, or empty
  bool single = false;                           // one record satisfies it by itself
};

class PatternMatch {
 public:
  PatternMatch(CaseStore& store, const IndicatorSet& set, std::int64_t revision, const PatternLimits& limits)
      : store_(store), set_(set), revision_(revision), limits_(limits), conditions_(set) {
    meetings_.resize(set.patterns.size());
    for (std::size_t i = 0; i < meetings_.size(); ++i) {
      const PatternProgram* program = conditions_.program(i);
      if (!program) continue;
      meetings_[i].hits.resize(program->brackets().size());
      meetings_[i].single = program->sequence().is_single();
    }
  }

  Result<> read(const Artefact& artefact) {
    auto reader = TRY(RecordReader::open(store_, artefact));
    CaseRecord record;
    std::vector<ConditionHit> hits;
    while (TRY(reader.next(record))) {
      if (record.cut) ++cut_;
      hits.clear();
      conditions_.look(record, hits);
      for (const ConditionHit& hit : hits) take(artefact, record, hit);
    }
    return {};
  }

  Result<std::int64_t> finish() {
    for (std::size_t i = 0; i < meetings_.size(); ++i)
      if (conditions_.program(i)) TRY(decide(i));
    return count_;
  }

 private:
  void take(const Artefact& artefact, const CaseRecord& record, const ConditionHit& hit) {
    Meetings& met = meetings_[hit.condition];
    if (!met.given_up.empty()) return;
    bool same = !met.parts.empty() && met.parts.back().table == artefact.table &&
                met.parts.back().record == record.id;
    if (!same && !make_room(hit.condition)) return;
    if (!same) {
      const RecordValue& value = record.values.at(hit.value);
      met.parts.push_back({artefact.table, value.column, record.id, record.time, value.type, value.relation,
                           value.value, value.form, hit.grade});
    }
    auto& hits = met.hits[hit.bracket];
    hits.push_back(static_cast<std::uint32_t>(met.parts.size() - 1));
  }

  bool make_room(std::size_t condition) {
    Meetings& met = meetings_[condition];
    std::size_t most = met.single ? limits_.records : limits_.parts;
    if (met.parts.size() < most && all_parts_ < limits_.all_parts) {
      ++all_parts_;
      return true;
    }
    met.given_up = fmt::format("met by more than {} records of this case: too general to mean anything",
                               std::min(most, met.parts.size()));
    all_parts_ -= met.parts.size();
    met.parts = {};
    met.hits.assign(met.hits.size(), {});
    conditions_.give_up(condition);
    return false;
  }

  Result<> decide(std::size_t number) {
    Meetings& met = meetings_[number];
    if (conditions_.exhausted(number))
      met.given_up = fmt::format("the conditions of this set need more than {} comparisons with this case",
                                 condition_work_limit);
    if (!met.given_up.empty()) return not_evaluated(number, met.given_up);
    std::vector<Sighting> sightings;
    for (const Part& part : met.parts) {
      Sighting& sighting = sightings.emplace_back();
      if (!part.time) continue;
      PatternMoment moment = moment_from_time(Time{*part.time});
      sighting.when = Interval{moment, moment};
    }
    auto found = conditions_.program(number)->sequence().find(sightings, met.hits);
    if (!found) return not_evaluated(number, found.error().message);
    std::string undated = found->undated == 1
                              ? "1 record that meets a part of it has no time"
                              : fmt::format("{} records that meet a part of it have no time", found->undated);
    if (found->bindings.empty() && found->undated > 0)
      return not_evaluated(number, undated + ": it cannot be told what belongs together");
    if (found->bindings.empty() && cut_ > 0)
      return not_evaluated(number,
                           fmt::format("{} records have more than {} values: only the first were seen", cut_,
                                       record_value_limit));
    if (found->bindings.empty()) return {};
    std::vector<std::string> notes;
    if (found->more)
      notes.push_back(
          fmt::format("the first {} occurrences are shown; there may be more", found->bindings.size()));
    if (found->undated > 0) notes.push_back(undated + ": not taken into account");
    return write(number, found->bindings, std::move(notes));
  }

  Result<> write(std::size_t number, const std::vector<Binding>& bindings, std::vector<std::string> notes) {
    Indicator about = set_.patterns[number].about;
    std::ranges::move(notes, std::back_inserter(about.notes));
    auto place = static_cast<std::int64_t>(set_.indicators.size() + number);
    std::int64_t indicator = TRY(store_indicator(store_, about, "pattern", place, revision_));
    auto insert =
        TRY(store_.database().prepare("INSERT INTO match VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    const std::vector<Part>& parts = meetings_[number].parts;
    constexpr auto never = std::numeric_limits<std::int64_t>::max();
    for (Binding binding : bindings) {
      // As it happened: a reader follows them down the page.
      std::ranges::sort(binding, {},
                        [&](std::uint32_t i) { return std::pair(parts[i].time.value_or(never), i); });
      for (std::uint32_t sighting : binding) {
        const Part& part = parts[sighting];
        insert.bind_all(revision_, indicator, part.table->name, part.record, part.column->name,
                        name(part.type), std::string_view(part.value), std::string_view(part.form),
                        part.grade, name(part.relation));
        part.time ? insert.bind(11, *part.time) : insert.bind_null(11);
        TRY(insert.run());
        ++count_;
      }
    }
    return {};
  }

  /// Moves a condition from accepted to not evaluated, with the reason.
  Result<> not_evaluated(std::size_t number, std::string_view reason) {
    const Indicator& about = set_.patterns[number].about;
    auto remark = TRY(store_.database().prepare(
        "INSERT INTO indicator_remark VALUES(NULL, ?, ?, 'not evaluated', ?, ?, ?)"));
    TRY(remark
            .bind_all(revision_, about.source_file(), std::string_view(about.id),
                      std::string_view(about.value), reason)
            .run());
    auto file =
        TRY(store_.database().prepare("UPDATE indicator_file SET accepted = accepted - 1, not_evaluated = "
                                      "not_evaluated + 1 WHERE revision = ?1 AND "
                                      "position = (SELECT min(position) FROM indicator_file WHERE revision = "
                                      "?1 AND name = ?2 AND sha256 = ?3)"));
    return file.bind_all(revision_, about.source_file(), about.source_sha256()).run();
  }

  CaseStore& store_;
  const IndicatorSet& set_;
  std::int64_t revision_;
  PatternLimits limits_;
  CaseConditions conditions_;
  std::vector<Meetings> meetings_;
  std::size_t all_parts_ = 0;
  std::uint64_t cut_ = 0;
  std::int64_t count_ = 0;
};

}  // namespace

Result<std::int64_t> match_patterns(CaseStore& store, std::span<const Artefact* const> artefacts,
                                    const IndicatorSet& set, std::int64_t revision,
                                    const PatternLimits& limits) {
  if (set.patterns.empty()) return 0;
  PatternMatch match(store, set, revision, limits);
  for (const Artefact* artefact : artefacts) TRY(match.read(*artefact));
  return match.finish();
}

}  // namespace bridle

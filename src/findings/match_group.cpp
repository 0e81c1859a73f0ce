#include "findings/match_group.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <unordered_map>

namespace bridle {
namespace {

// What a record's conversation is called, where its table has any.
class Conversations {
 public:
  explicit Conversations(const CaseView& view) : view_(view) {}

  Result<std::string> of(std::string_view table, std::int64_t record) {
    auto found = selects_.find(std::string(table));
    if (found == selects_.end()) {
      std::optional<Statement> select;
      std::string_view column = conversation_column(table);
      if (!column.empty() && view_.has_rows(table, {column}))
        select = TRY(view_.store.database().prepare(
            fmt::format("SELECT {} FROM {} WHERE id = ?", sql_name(column), sql_name(table))));
      found = selects_.emplace(table, std::move(select)).first;
    }
    if (!found->second) return std::string();
    Statement& select = *found->second;
    select.bind(1, record);
    std::string name;
    if (TRY(select.step())) name = select.text(0);
    select.reset();
    return name;
  }

 private:
  const CaseView& view_;
  std::unordered_map<std::string, std::optional<Statement>> selects_;
};

// What is only needed while a group grows.
struct Seen {
  std::set<std::pair<std::string, std::int64_t>> records;
  std::unordered_map<std::string, std::size_t> values;  // and their places in MatchGroup::values, or beyond
};

// A value may meet several indicators; the statement names the one that it meets best.
bool better(const MetValue& met, std::string_view grade) {
  auto rank = [](std::string_view name) {
    auto all = grade_levels();
    return std::ranges::find(all, name, &GradeLevel::grade) - all.begin();
  };
  return grade_level(met.grade).kind == grade_level(grade).kind && rank(grade) < rank(met.grade);
}

Relation relation_named(std::string_view text) {
  auto found = std::ranges::find(relation_names, text);
  return found == std::end(relation_names) ? Relation::mentioned
                                           : static_cast<Relation>(found - std::begin(relation_names));
}

bool names_can_collide(std::string_view type) {
  return type == "process_name" || type == "file_name" || type == "file_path" || type == "app_id";
}

// A row of `match`, as the SELECT below gives it.
struct Row {
  std::int64_t id, record;
  std::string table, value, grade;
  Relation relation;
  std::optional<std::int64_t> time;
};

void add(MatchGroup& group, Seen& seen, const Row& row, const MatchedIndicator& indicator) {
  bool expired = row.time && indicator.valid_until && *row.time > *indicator.valid_until;
  bool early = row.time && indicator.valid_from && *row.time < *indicator.valid_from;
  Level level = level_of({.relation = row.relation,
                          .grade = row.grade,
                          .about = indicator.about,
                          .indicator_type = indicator.type,
                          .confidence = indicator.confidence,
                          .expired = expired,
                          .early = early,
                          .collision = !indicator.collisions.empty(),
                          .stock_name = group.stock != nullptr});
  bool first = group.references.empty();
  if (first || level > group.level) {
    group.level = level;
    group.about = indicator.about;
    if (group.sequence) group.relation = row.relation;
  }
  group.campaigns.insert(indicator.campaigns.begin(), indicator.campaigns.end());
  group.notes.insert(indicator.notes.begin(), indicator.notes.end());
  group.collisions.insert(indicator.collisions.begin(), indicator.collisions.end());
  group.tlp = stricter_tlp(group.tlp, indicator.tlp);
  group.references.push_back({row.table, row.record, row.id});
  bool fresh = seen.records.emplace(row.table, row.record).second;
  group.records = seen.records.size();
  if (row.time) {
    ++group.dated;
    group.expired += expired;
    group.early += early;
    if (fresh) group.times.push_back(*row.time);
  }
  std::string value = row.value;
  if (group.sequence) value += fmt::format("\n{} {}", row.table, row.record);
  MetValue met{row.value, row.grade, row.table, &indicator, row.relation};
  if (auto known = seen.values.find(value); known != seen.values.end()) {
    if (known->second < group.values.size() && better(group.values[known->second], row.grade))
      group.values[known->second] = std::move(met);
  } else if (seen.values.size() < MatchGroup::most_counted) {
    seen.values.emplace(std::move(value), seen.values.size());
    group.distinct = seen.values.size();
    if (group.values.size() < MatchGroup::most_values) group.values.push_back(std::move(met));
  }
}

}  // namespace

std::string_view conversation_column(std::string_view table) {
  constexpr std::pair<std::string_view, std::string_view> columns[] = {
      {"ios_sms", "chat_identifier"},
      {"ios_whatsapp_messages", "chat_jid"},
      {"ios_interaction_c", "domain_identifier"},
  };
  for (const auto& [name, column] : columns)
    if (name == table) return column;
  return {};
}

Result<std::vector<MatchGroup>> match_groups(const CaseView& view,
                                             const std::map<std::int64_t, MatchedIndicator>& indicators) {
  auto select = TRY(view.store.database().prepare(
      "SELECT id, record, source, value, grade, relation, time, indicator FROM match WHERE revision = ? "
      "ORDER BY id"));
  select.bind(1, view.revision);
  Conversations conversations(view);
  std::vector<MatchGroup> groups;
  std::vector<Seen> seen;
  using Key = std::tuple<std::string, std::string, std::string, Relation, GradeKind, const StockName*, bool,
                         std::int64_t, std::int64_t>;
  std::map<Key, std::size_t> places;
  while (TRY(select.step())) {
    auto found = indicators.find(select.integer(7));
    if (found == indicators.end()) continue;
    const MatchedIndicator& indicator = found->second;
    Row row{.id = select.integer(0),
            .record = select.integer(1),
            .table = std::string(select.text(2)),
            .value = std::string(select.text(3)),
            .grade = std::string(select.text(4)),
            .relation = relation_named(select.text(5)),
            .time = select.is_null(6) ? std::nullopt : std::optional(select.integer(6))};
    MatchGroup group;
    group.sequence = indicator.sequence;
    group.campaign = indicator.campaign;
    group.collides = !indicator.collisions.empty();
    if (!group.sequence) {
      group.table = row.table;
      group.conversation = TRY(conversations.of(row.table, row.record));
      group.relation = row.relation;
      group.kind = grade_level(row.grade).kind;
      if (names_can_collide(indicator.type))
        group.stock =
            row.table.starts_with("android_") ? android_stock_name_of(row.value) : stock_name_of(row.value);
      group.suppression =
          suppression_of_match(view.suppressions, indicator.stix_id, indicator.value, row.table);
    } else {
      // Set aside as a whole or not at all.
      group.suppression = suppression_of_match(view.suppressions, indicator.stix_id, indicator.value, "");
    }
    Key key{group.campaign, group.table,       group.conversation,
            group.relation, group.kind,        group.stock,
            group.collides, group.suppression, group.sequence ? found->first : 0};
    auto [place, fresh] = places.try_emplace(std::move(key), groups.size());
    if (fresh) {
      groups.push_back(std::move(group));
      seen.emplace_back();
    }
    add(groups[place->second], seen[place->second], row, indicator);
  }
  return groups;
}

}  // namespace bridle

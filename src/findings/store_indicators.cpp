#include "findings/store_indicators.h"

#include <fmt/format.h>

#include "base/json.h"
#include "cases/json_list.h"
#include "findings/levels.h"

namespace bridle {
namespace {

std::string attributions_json(const Indicator& indicator) {
  JsonWriter json(false);
  json.array();
  for (const Attribution& a : indicator.attributions)
    json.object().member("kind", name(a.kind)).member("name", a.name).member("id", a.id).end();
  return json.end().take();
}

Result<> store_remarks(Statement& insert, std::int64_t revision, const std::string& file,
                       std::string_view kind, const std::vector<LoadRemark>& remarks) {
  for (const LoadRemark& r : remarks)
    TRY(insert
            .bind_all(revision, std::string_view(file), kind, std::string_view(r.id),
                      std::string_view(r.pattern), std::string_view(r.reason))
            .run());
  return {};
}

}  // namespace

Result<> store_load_report(CaseStore& store, const LoadReport& report, std::int64_t revision) {
  auto file_row = TRY(
      store.database().prepare("INSERT INTO indicator_file VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  auto remark = TRY(store.database().prepare("INSERT INTO indicator_remark VALUES(NULL, ?, ?, ?, ?, ?, ?)"));
  std::int64_t position = 0;
  auto count = [](auto n) { return static_cast<std::int64_t>(n); };
  for (const FileReport& f : report.files) {
    TRY(file_row
            .bind_all(revision, ++position, std::string_view(f.name), std::string_view(f.sha256),
                      count(f.bytes), count(f.accepted), count(f.duplicates), count(f.superseded),
                      count(f.revoked), count(f.retyped.size()), count(f.not_evaluated.size()),
                      count(f.rejected.size()), std::string_view(f.error))
            .run());
    TRY(store_remarks(remark, revision, f.name, "retyped", f.retyped));
    TRY(store_remarks(remark, revision, f.name, "not evaluated", f.not_evaluated));
    TRY(store_remarks(remark, revision, f.name, "rejected", f.rejected));
    TRY(store_remarks(remark, revision, f.name, "lint", f.lint));
  }
  return {};
}

Result<> store_withdrawals(CaseStore& store, const IndicatorSet& set, std::int64_t revision) {
  if (revision < 2) return {};
  auto known = TRY(store.database().prepare(
      "SELECT 1 FROM indicator WHERE revision < ? AND type = ? AND value = ? LIMIT 1"));
  auto remark = TRY(store.database().prepare("INSERT INTO indicator_remark VALUES(NULL, ?, ?, ?, ?, ?, ?)"));
  auto look_at = [&](const Indicator& i, std::string_view type) -> Result<> {
    if (!i.revoked) return {};
    known.bind_all(revision, type, std::string_view(i.value));
    bool rested_on = TRY(known.step());
    known.reset();
    if (!rested_on) return {};
    std::string reason =
        i.withdrawn.empty() ? "revoked by its publisher" : "left its source by " + i.withdrawn;
    std::string what = fmt::format("{} {}", type, i.value);
    return remark
        .bind_all(revision, i.source_file(), std::string_view("withdrawn"), std::string_view(i.id),
                  std::string_view(what), std::string_view(reason))
        .run();
  };
  for (const Indicator& each : set.indicators) TRY(look_at(each, name(each.type)));
  for (const PatternIndicator& each : set.patterns) TRY(look_at(each.about, "pattern"));
  return {};
}

Result<std::int64_t> IndicatorWriter::stored(std::uint32_t index) {
  if (ids_[index] != 0) return ids_[index];
  const Indicator& i = set_->indicators[index];
  return ids_[index] = TRY(store_indicator(*store_, i, name(i.type), index, revision_));
}

Result<std::int64_t> store_indicator(CaseStore& store, const Indicator& i, std::string_view type,
                                     std::int64_t number, std::int64_t revision) {
  auto insert = TRY(store.database().prepare(
      "INSERT INTO indicator VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  std::string attributions = attributions_json(i), notes = json_list(i.notes),
              collisions = json_list(i.collisions), references = json_list(i.references);
  insert.bind_all(revision, number, std::string_view(i.id), type, std::string_view(i.value), name(i.platform),
                  std::string_view(attributions), i.source_file(), i.source_sha256());
  auto optional = [&](int at, std::optional<std::int64_t> value) {
    value ? insert.bind(at, *value) : insert.bind_null(at);
  };
  optional(10, i.valid_from ? std::optional(i.valid_from->nanoseconds) : std::nullopt);
  optional(11, i.valid_until ? std::optional(i.valid_until->nanoseconds) : std::nullopt);
  optional(12, i.confidence ? std::optional<std::int64_t>(*i.confidence) : std::nullopt);
  insert.bind(13, name(i.tlp)).bind(14, std::string_view(notes)).bind(15, std::string_view(references));
  insert.bind(16, name(class_of(i))).bind(17, std::string_view(collisions));
  insert.bind(18, static_cast<std::int64_t>(i.valid_from_published));
  TRY(insert.run());
  return store.database().last_rowid();
}

}  // namespace bridle

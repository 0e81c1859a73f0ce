#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/sqlite.h"
#include "cases/zone_history.h"

namespace bridle {
namespace {

Result<> store_zones(CaseStore& store, const ZoneHistory& history) {
  auto insert = TRY(store.database().prepare("INSERT INTO time_zone VALUES(NULL, ?, ?, ?, ?, ?, ?)"));
  for (const ZoneSpan& span : history.spans())
    TRY(insert
            .bind_all(span.begins.nanoseconds, span.ends.nanoseconds, span.offset_seconds, span.observations,
                      std::string_view(span.source), span.record)
            .run());
  return {};
}

bool has_local_times(const Artefact& artefact) {
  auto has = [&](std::string_view name, bool event) {
    return std::ranges::any_of(artefact.table->columns, [&](const Column& c) {
      return c.name == name && (!event || !c.event_kind.empty());
    });
  };
  return artefact.platform == Platform::ios && has("time", true) && has("time_local", false);
}

Result<> place_in(CaseStore& store, std::string_view table, const ZoneHistory& history) {
  const Database& database = store.database();
  auto select = TRY(database.prepare(
      fmt::format("SELECT id, time_local, task FROM {} WHERE time IS NULL AND time_local <> '' ORDER BY id",
                  sql_name(table))));
  auto update = TRY(database.prepare(fmt::format("UPDATE {} SET time = ? WHERE id = ?", sql_name(table))));
  std::map<std::int64_t, std::int64_t> events;  // by task
  while (TRY(select.step())) {
    auto local = parse_local_time(select.text(1));
    auto placed = local ? history.place(*local) : fail(local.error().fault, local.error().message);
    auto moment = placed ? placed->moment() : std::nullopt;
    if (!moment) continue;
    TRY(update.bind_all(moment->nanoseconds, select.integer(0)).run());
    ++events[select.integer(2)];
  }
  auto count = TRY(database.prepare("UPDATE coverage SET events = events + ? WHERE task = ?"));
  for (const auto& [task, more] : events) TRY(count.bind_all(more, task).run());
  return {};
}

}  // namespace

Result<> place_local_times(CaseStore& store, std::span<const Artefact* const> artefacts,
                           const ZoneHistory& history) {
  TRY(store.database().run("BEGIN"));
  TRY(store_zones(store, history));
  for (const Artefact* artefact : artefacts)
    if (has_local_times(*artefact) && !history.spans().empty())
      TRY(place_in(store, artefact->table->name, history));
  return store.database().run("COMMIT");
}

}  // namespace bridle

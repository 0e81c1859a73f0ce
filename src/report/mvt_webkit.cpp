#include <fmt/format.h>

#include "report/mvt_row.h"

namespace bridle::mvt {
namespace {

struct Origin {
  std::string domain, path;
};

// Domain and relative path of a file of a backup; the device path of any other.
Result<Origin> origin_of(const CaseStore& store, const Row& row) {
  auto select = TRY(store.database().prepare(
      "SELECT m.domain, coalesce(m.relative_path, c.path) FROM coverage c LEFT JOIN ios_manifest m ON "
      "m.file_id = substr(c.stored_as, -40) WHERE c.task = ?"));
  select.bind(1, row.integer("task").value_or(0));
  if (!TRY(select.step())) return Origin{};
  return Origin{std::string(select.text(0)), std::string(select.text(1))};
}

// A stored time beside its reading; -1 stands for never and has none.
void put_interaction(JsonWriter& json, const Row& row, std::string_view key, std::string_view stored,
                     std::string_view column) {
  if (row.is_null(stored)) return;
  row.put(json, key, stored);
  if (!row.is_null(column)) row.put_moment(json, fmt::format("{}_isodate", key), column);
}

Result<> write_domain(const CaseStore& store, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  Origin origin = TRY(origin_of(store, row));
  json.object();
  row.put(json, "domain_id", "domain_id");
  row.put(json, "registrable_domain", "registrable_domain");
  auto seen = row.time("last_seen");
  json.member("last_seen", seen ? static_cast<double>(seen->nanoseconds) / 1e9 : 0.0);
  json.member("had_user_interaction", row.integer("had_user_interaction").value_or(0) != 0);
  row.put_moment(json, "last_seen_isodate", "last_seen");
  json.member("domain", origin.domain).member("path", origin.path);
  put_interaction(json, row, "most_recent_user_interaction_time", "user_interaction_stored",
                  "last_user_interaction");
  put_interaction(json, row, "most_recent_web_push_interaction_time", "push_interaction_stored",
                  "last_push_interaction");
  json.end();
  record.event(row.moment("last_seen"), "visit",
               fmt::format("Visited domain {} in {}", row.text("registrable_domain"), origin.domain));
  return {};
}

// The ties of a site follow it in the table.
Result<> put_ties(const CaseStore& store, const Row& row, JsonWriter& json) {
  constexpr std::pair<std::string_view, std::string_view> lists[] = {
      {"redirect_source", "redirect_from"},
      {"redirect_destination", "redirect_to"},
      {"subframe_under_origin", "subframe_under"},
      {"subresource_under_origin", "subresource_under"}};
  for (auto [key, kind] : lists) {
    auto select = TRY(store.database().prepare(
        "SELECT kind, other FROM ios_webkit_session_resource_log WHERE id > ? ORDER BY id"));
    select.bind(1, row.integer("id").value_or(0));
    json.key(key).array();
    while (TRY(select.step()) && select.text(0) != "origin")
      if (select.text(0) == kind) json.value(select.text(1));
    json.end();
  }
  return {};
}

Result<> write_session(const CaseStore& store, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  Origin origin = TRY(origin_of(store, row));
  json.object().member("file", origin.path);
  row.put(json, "origin", "origin");
  TRY(put_ties(store, row, json));
  json.member("user_interaction", row.integer("user_interaction").value_or(0) != 0);
  row.put_moment(json, "most_recent_interaction", "last_interaction");
  row.put_moment(json, "last_seen", "last_seen");
  json.end();
  record.event(row.moment("last_seen"), "visit", fmt::format("Visited domain {}", row.text("origin")));
  return {};
}

Result<> write_cached(const CaseStore& store, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  Origin origin = TRY(origin_of(store, row));
  json.object().member("cache_file", origin.path);
  for (std::string_view column : {"entry_id", "version", "hash_value", "storage_policy", "url"})
    row.put(json, column, column);
  row.put_moment(json, "isodate", "time");
  json.end();
  record.event(row.moment("time"), "cache_response",
               fmt::format("{} recorded visit to URL {}", origin.path, row.text("url")));
  return {};
}

}  // namespace

std::vector<Module> webkit_modules() {
  return {
      {"webkit_resource_load_statistics", "WebkitResourceLoadStatistics",
       "ios_webkit_resource_load_statistics", "t.kind = 'domain'", write_domain},
      {"webkit_session_resource_log", "WebkitSessionResourceLog", "ios_webkit_session_resource_log",
       "t.kind = 'origin'", write_session},
      {"cache_files", "CacheFiles", "ios_cache_files", "", write_cached},
  };
}

}  // namespace bridle::mvt

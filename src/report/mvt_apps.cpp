#include <fmt/format.h>

#include "report/mvt_row.h"

namespace bridle::mvt {
namespace {

constexpr std::string_view of_shortcut =
    "FROM ios_shortcuts a {} WHERE a.kind = 'action' AND a.shortcut_id = ?1 AND (SELECT stored_as FROM "
    "coverage "
    "WHERE task = a.task) = (SELECT stored_as FROM coverage WHERE task = ?2)";

Result<std::int64_t> count_actions(const CaseStore& store, const Row& row) {
  auto select =
      TRY(store.database().prepare("SELECT count(*) " + fmt::format(fmt::runtime(of_shortcut), "")));
  select.bind(1, row.integer("shortcut_id").value_or(0));
  select.bind(2, row.integer("task").value_or(0));
  return TRY(select.step()) ? select.integer(0) : 0;
}

Result<std::vector<std::string>> urls_of(const CaseStore& store, const Row& row) {
  std::string sql = "SELECT DISTINCT m.value " +
                    fmt::format(fmt::runtime(of_shortcut),
                                "JOIN mined m ON m.source = 'ios_shortcuts' AND m.record = a.id") +
                    " AND m.type = 'url' ORDER BY m.value";
  auto select = TRY(store.database().prepare(sql));
  select.bind(1, row.integer("shortcut_id").value_or(0));
  select.bind(2, row.integer("task").value_or(0));
  std::vector<std::string> urls;
  while (TRY(select.step())) urls.emplace_back(select.text(0));
  return urls;
}

Result<> write_shortcut(const CaseStore& store, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  auto urls = TRY(urls_of(store, row));
  std::string listed;
  json.object();
  row.put(json, "shortcut_id", "shortcut_id");
  row.put(json, "shortcut_name", "name");
  row.put(json, "description", "description");
  row.put_moment(json, "modified_date", "modified");
  row.put_moment(json, "isodate", "created");
  json.member("parsed_actions", TRY(count_actions(store, row)));
  json.key("action_urls").array();
  for (const std::string& url : urls) {
    json.value(url);
    listed += (listed.empty() ? "" : ", ") + url;
  }
  json.end().end();
  std::string words =
      fmt::format("iOS Shortcut '{}': {}, URLs: {}", row.text("name"), row.text("description"), listed);
  record.event(row.moment("created"), "shortcut_created", words);
  record.event(row.moment("modified"), "shortcut_modified", words);
  return {};
}

Result<> write_app(const CaseStore& store, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  row.put_members(json, "others");
  constexpr std::pair<std::string_view, std::string_view> names[] = {
      {"softwareVersionBundleId", "app_id"},
      {"bundleShortVersionString", "short_version"},
      {"bundleVersion", "version"},
      {"itemId", "item_id"},
      {"itemName", "item_name"},
      {"artistName", "artist"},
      {"sourceApp", "source_app"}};
  for (auto [key, column] : names)
    if (!row.is_null(column)) row.put(json, key, column);
  if (!row.is_null("listed_as")) {
    row.put(json, "name", "listed_as");
    row.put(json, "icon_sha256", "icon_sha256");
  } else {
    auto path = TRY(store.database().prepare("SELECT path FROM coverage WHERE task = ?"));
    path.bind(1, row.integer("task").value_or(0));
    json.member("file_path", TRY(path.step()) ? path.text(0) : std::string_view{});
  }
  if (!row.is_null("purchased")) row.put_moment(json, "isodate", "purchased");
  json.end();
  record.event(row.moment("purchased"), "app_installed",
               fmt::format("{} version {} by {} from {}",
                           row.is_null("listed_as") ? row.text("app_id") : row.text("listed_as"),
                           row.text("short_version"), row.text("artist"), row.text("source_app")));
  return {};
}

}  // namespace

std::vector<Module> app_modules() {
  return {
      {"shortcuts", "Shortcuts", "ios_shortcuts", "t.kind = 'shortcut'", write_shortcut},
      {"applications", "Applications", "ios_applications", "", write_app},
  };
}

}  // namespace bridle::mvt

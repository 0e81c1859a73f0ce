#include <fmt/format.h>

#include "report/mvt_row.h"

namespace bridle::mvt {
namespace {

// Where the file of a task lies below the evidence.
Result<std::string> stored_as(const CaseStore& store, const Row& row) {
  auto path = TRY(store.database().prepare("SELECT stored_as FROM coverage WHERE task = ?"));
  path.bind(1, row.integer("task").value_or(0));
  return TRY(path.step()) ? std::string(path.text(0)) : std::string();
}

// Chrome counts microseconds from 1601.
void put_chrome_time(JsonWriter& json, const Row& row, std::string_view column) {
  json.key("timestamp");
  if (auto at = row.time(column))
    json.value(at->nanoseconds / 1000 + 11'644'473'600'000'000);
  else
    json.value(0);
}

Result<> write_chrome_visit(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  std::string time = row.moment("visit_time");
  json.object();
  row.put(json, "id", "url_id");
  row.put(json, "url", "url");
  row.put(json, "visit_id", "visit_id");
  put_chrome_time(json, row, "visit_time");
  json.member("isodate", time);
  json.member("redirect_source", row.integer("from_visit").value_or(0)).end();
  record.event(time, "visit",
               fmt::format("{} - {} (visit ID: {}, redirect source: {})", row.text("url_id"), row.text("url"),
                           row.text("visit_id"), row.integer("from_visit").value_or(0)));
  return {};
}

Result<> write_chrome_icon(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  std::string_view column = row.is_null("last_updated") ? "last_requested" : "last_updated";
  json.object();
  row.put(json, "url", "page_url");
  row.put(json, "icon_url", "icon_url");
  put_chrome_time(json, row, column);
  row.put_moment(json, "isodate", column);
  json.end();
  record.event(row.moment(column), "new_favicon",
               fmt::format("{} from {}", row.text("icon_url"), row.text("page_url")));
  return {};
}

Result<> write_firefox_visit(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  row.put(json, "id", "visit_id");
  row.put_moment(json, "isodate", "visit_time");
  row.put(json, "url", "url");
  row.put(json, "title", "title");
  row.put(json, "i1000000s_local", "is_local");  // MVT's own spelling
  row.put(json, "type", "visit_type");
  json.end();
  record.event(row.moment("visit_time"), "firefox_history",
               fmt::format("Firefox visit with ID {} to URL: {}", row.text("visit_id"), row.text("url")));
  return {};
}

Result<> write_firefox_icon(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  row.put(json, "id", "favicon_id");
  row.put(json, "url", "icon_url");
  for (std::string_view column : {"width", "height", "type"}) row.put(json, column, column);
  row.put_moment(json, "isodate", "date");
  row.put(json, "history_id", "site_id");
  row.put(json, "history_url", "page_url");
  json.end();
  record.event(
      row.moment("date"), "firefox_favicon",
      fmt::format("Firefox favicon {} when visiting {}", row.text("icon_url"), row.text("page_url")));
  return {};
}

Result<> put_session(const CaseStore& store, const Row& row, JsonWriter& json) {
  auto select = TRY(store.database().prepare(
      "SELECT title, url, data_bytes FROM ios_safari_browser_state WHERE kind = 'entry' AND task = ?1 AND "
      "(tab_uuid = ?2 OR (?2 = '' AND tab_id = ?3)) ORDER BY id"));
  select.bind(1, row.integer("task").value_or(0));
  select.bind(2, row.text("tab_uuid"));
  select.bind(3, row.integer("tab_id").value_or(0));
  json.key("session_data").array();
  while (TRY(select.step())) {
    Row entry(select);
    json.object();
    entry.put(json, "entry_title", "title");
    entry.put(json, "entry_url", "url");
    json.member("data_length", entry.integer("data_bytes").value_or(0)).end();
  }
  json.end();
  return {};
}

Result<> write_tab(const CaseStore& store, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  row.put(json, "tab_title", "title");
  row.put(json, "tab_url", "url");
  row.put(json, "tab_visible_url", "other_url");
  row.put_moment(json, "last_viewed_timestamp", "last_viewed");
  TRY(put_session(store, row, json));
  json.member("safari_browser_state_db", TRY(stored_as(store, row))).end();
  record.event(row.moment("last_viewed"), "tab", fmt::format("{} - {}", row.text("title"), row.text("url")));
  return {};
}

Result<> write_safari_icon(const CaseStore& store, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  row.put(json, "url", "page_url");
  row.put(json, "icon_url", "icon_url");
  row.put_cocoa(json, "timestamp", "time");
  row.put_moment(json, "isodate", "time");
  row.put(json, "type", "kind");
  json.member("safari_favicon_db_path", TRY(stored_as(store, row))).end();
  record.event(row.moment("time"), "safari_favicon",
               fmt::format("Safari favicon from {} with icon URL {} ({})", row.text("page_url"),
                           row.text("icon_url"), row.text("kind")));
  return {};
}

}  // namespace

std::vector<Module> web_modules() {
  return {
      {"chrome_history", "ChromeHistory", "ios_chrome_history", "t.url IS NOT NULL", write_chrome_visit},
      {"chrome_favicon", "ChromeFavicon", "ios_chrome_favicon",
       "t.icon_url IS NOT NULL AND t.bitmap_id IS NOT NULL", write_chrome_icon},
      {"firefox_history", "FirefoxHistory", "ios_firefox_history", "t.url IS NOT NULL", write_firefox_visit},
      {"firefox_favicon", "FirefoxFavicon", "ios_firefox_favicon", "t.page_url IS NOT NULL",
       write_firefox_icon},
      {"safari_browser_state", "SafariBrowserState", "ios_safari_browser_state", "t.kind = 'tab'", write_tab},
      {"safari_favicon", "SafariFavicon", "ios_safari_favicon",
       "t.kind = 'rejected' OR (t.kind = 'valid' AND t.icon_url IS NOT NULL)", write_safari_icon},
  };
}

}  // namespace bridle::mvt

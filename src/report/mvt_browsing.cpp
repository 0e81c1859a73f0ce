#include <fmt/format.h>

#include "report/mvt_row.h"

namespace bridle::mvt {
namespace {

Result<> write_visit(const CaseStore& store, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  std::string time = row.moment("visit_time");
  auto path = TRY(store.database().prepare("SELECT stored_as FROM coverage WHERE task = ?"));
  path.bind(1, row.integer("task").value_or(0));
  json.object();
  row.put(json, "id", "item_id");
  row.put(json, "url", "url");
  row.put(json, "visit_id", "visit_id");
  row.put_cocoa(json, "timestamp", "visit_time");
  json.member("isodate", time);
  row.put(json, "redirect_source", "redirect_source");
  row.put(json, "redirect_destination", "redirect_destination");
  json.member("safari_history_db", TRY(path.step()) ? path.text(0) : std::string_view{}).end();
  record.event(time, "safari_history",
               fmt::format("Safari visit to {} (ID: {}, Visit ID: {})", row.text("url"), row.text("item_id"),
                           row.text("visit_id")));
  record.urls.emplace_back(row.text("url"));
  record.url_time = std::move(time);
  return {};
}

}  // namespace

std::vector<Module> browsing_modules() {
  return {{"safari_history", "SafariHistory", "ios_safari_history", "", write_visit}};
}

}  // namespace bridle::mvt

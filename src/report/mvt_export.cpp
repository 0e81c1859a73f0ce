#include "report/mvt_export.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>

#include "report/mvt_alerts.h"
#include "report/mvt_files.h"

namespace bridle {
namespace mvt {

std::vector<Module> modules() {
  std::vector<Module> all;
  for (auto group : {system_modules, message_modules, whatsapp_modules, browsing_modules,
                     configuration_modules, people_modules, web_modules, webkit_modules, storage_modules,
                     interaction_modules, program_modules, app_modules, android_app_modules,
                     android_system_modules, android_event_modules, android_file_modules})
    for (const Module& module : group()) all.push_back(module);
  return all;
}

std::string select_rows(const Module& module, std::string_view condition) {
  std::string where;
  for (std::string_view part : {module.where, condition})
    if (!part.empty()) where += fmt::format("{} ({})", where.empty() ? " WHERE" : " AND", part);
  return fmt::format(
      "SELECT t.*, links.list AS {} FROM {} t LEFT JOIN (SELECT record, json_group_array(DISTINCT value) AS "
      "list FROM mined "
      "WHERE source = '{}' AND type = 'url' GROUP BY record) links ON links.record = t.id{} ORDER BY {}",
      links_column, sql_name(module.table), module.table, where, module.order);
}

Result<bool> has_rows(const CaseStore& store, std::string_view table) {
  auto known = TRY(store.database().prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"));
  known.bind(1, table);
  if (!TRY(known.step())) return false;
  return TRY(store.database().number(
             fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT 1)", sql_name(table)))) > 0;
}

namespace {

Result<> write_module(const CaseStore& store, const Module& module, ArrayFile& file, ArrayFile& urls,
                      EventStore& events) {
  if (!TRY(has_rows(store, module.table))) return {};
  auto select = TRY(store.database().prepare(select_rows(module, "")));
  while (TRY(select.step())) {
    Record record;
    TRY(module.write(store, Row(select), record));
    if (!record.json.text().empty()) TRY(file.add(record.json.text()));
    for (const Event& event : record.events) TRY(events.add(module.plugin, event));
    for (const std::string& url : record.urls) {
      JsonWriter json(false);
      json.object()
          .member("url", url)
          .key("expanded_url")
          .null()
          .member("timestamp", record.url_time)
          .member("source", module.slug);
      TRY(urls.add(json.end().text()));
    }
  }
  return {};
}

Result<> write_modules(const CaseStore& store, const std::string& folder) {
  EventStore events = TRY(EventStore::make());
  ArrayFile urls(folder, "urls.json");
  std::map<std::string, ArrayFile, std::less<>> files;
  for (const Module& module : modules()) {
    std::string slug(module.slug);
    ArrayFile& file = files.try_emplace(slug, folder, slug + ".json", module.as_members).first->second;
    TRY(write_module(store, module, file, urls, events));
  }
  for (auto& [slug, file] : files) TRY(file.finish());
  TRY(urls.finish());
  return events.write(folder);
}

// MVT's info.json holds the time of its run; ours holds none, so that one case always gives the same export.
Result<> write_info(const CaseStore& store, std::int64_t revision, const std::string& folder) {
  OutFile file = TRY(OutFile::make(folder, "info.json"));
  auto version = TRY(store.database().prepare("SELECT value FROM examination WHERE key = 'program_version'"));
  JsonWriter json;
  json.object().member("target_path", "").member("mvt_version", "");
  json.member("bridle_version", TRY(version.step()) ? version.text(0) : std::string_view{})
      .key("date")
      .null();
  json.key("ioc_files").array();
  auto indicators =
      TRY(store.database().prepare("SELECT name FROM indicator_file WHERE revision = ? ORDER BY position"));
  indicators.bind(1, revision);
  while (TRY(indicators.step())) json.value(indicators.text(0));
  json.end().key("hashes").array();
  TRY(file.add(json.text()));
  auto digests = TRY(
      store.database().prepare("SELECT path, sha256 FROM evidence_file WHERE sha256 <> '' ORDER BY path"));
  bool first = true;
  while (TRY(digests.step())) {
    JsonWriter one(false);
    one.object().member("file_path", digests.text(0)).member("sha256", digests.text(1)).end();
    TRY(file.add(fmt::format("{}{}", first ? "\n" : ",\n", one.text())));
    first = false;
  }
  TRY(file.add("]\n}\n"));
  return file.finish();
}

Result<> make_folder(const std::string& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0) return {};
  int number = errno;
  if (number != EEXIST)
    return fail(Fault::io, fmt::format("cannot make the folder {}: {}", folder, system_message(number)));
  if (!TRY(names_in(TRY(open_directory(folder)))).empty())
    return fail(Fault::io, fmt::format("{} exists and is not empty: name a new folder with -o", folder));
  return {};
}

}  // namespace
}  // namespace mvt

Result<> export_mvt(const CaseStore& store, std::int64_t revision, const std::string& folder) {
  TRY(mvt::make_folder(folder));
  if (TRY(mvt::has_rows(store, "ios_backup_info")))
    if (std::string info = TRY(mvt::backup_info(store)); !info.empty())
      TRY(write_new_file(folder + "/backup_info.json", info));
  TRY(mvt::write_modules(store, folder));
  TRY(mvt::write_alerts(store, revision, folder));
  return mvt::write_info(store, revision, folder);
}

}  // namespace bridle

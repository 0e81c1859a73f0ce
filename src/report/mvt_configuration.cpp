#include <fmt/format.h>

#include "report/mvt_row.h"

namespace bridle::mvt {
namespace {

// Where the backup's index says that the file of a task comes from.
Result<> put_origin(const CaseStore& store, std::int64_t task, JsonWriter& json) {
  auto select =
      TRY(store.database().prepare("SELECT m.file_id, m.relative_path, m.domain FROM coverage c JOIN "
                                   "ios_manifest m ON m.file_id = substr(c.stored_as, -40) "
                                   "WHERE c.task = ?"));
  select.bind(1, task);
  bool there = TRY(select.step());
  json.member("file_id", there ? select.text(0) : "").member("relative_path", there ? select.text(1) : "");
  json.member("domain", there ? select.text(2) : "");
  return {};
}

// The profile with its payloads, which our table keeps in rows of their own, put back into it.
Result<> put_profile(const CaseStore& store, const Row& row, std::int64_t task, JsonWriter& json) {
  auto select =
      TRY(store.database().prepare("SELECT plist FROM ios_configuration_profiles WHERE task = ? AND "
                                   "payload_index > 0 ORDER BY payload_index"));
  select.bind(1, task);
  json.key("plist").object();
  row.put_members(json, "plist");
  bool any = false;
  while (TRY(select.step())) {
    if (!any) json.key("PayloadContent").array();
    any = true;
    json.object();
    Row(select).put_members(json, "plist");
    json.end();
  }
  if (any) json.end();
  json.end();
  return {};
}

Result<> write_profile(const CaseStore& store, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  std::int64_t task = row.integer("task").value_or(0);
  json.object();
  TRY(put_origin(store, task, json));
  TRY(put_profile(store, row, task, json));
  row.put_moment(json, "install_date", "install_date");
  json.end();
  record.event(row.moment("install_date"), "configuration_profile_install",
               fmt::format("{} installed: {} - {}: {}", row.text("payload_type"), row.text("profile_uuid"),
                           row.text("display_name"), row.text("description")));
  return {};
}

Result<> write_profile_event(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  row.put(json, "profile_id", "profile_id");
  row.put_moment(json, "timestamp", "time");
  row.put(json, "operation", "operation");
  row.put(json, "process", "process");
  row.put_members(json, "others");
  json.end();
  record.event(row.moment("time"), "profile_operation",
               fmt::format("Process {} started operation {} of profile {}", row.text("process"),
                           row.text("operation"), row.text("profile_id")));
  return {};
}

Result<> write_preference(const CaseStore&, const Row& row, Record& record) {
  record.json.object();
  row.put(record.json, "entry", "entry");
  row.put_json(record.json, "value", "value");
  record.json.end();
  return {};
}

constexpr std::string_view backup_keys[] = {"Build Version",
                                            "Device Name",
                                            "Display Name",
                                            "GUID",
                                            "ICCID",
                                            "IMEI",
                                            "MEID",
                                            "Installed Applications",
                                            "Last Backup Date",
                                            "Phone Number",
                                            "Product Name",
                                            "Product Type",
                                            "Product Version",
                                            "Serial Number",
                                            "Target Identifier",
                                            "Target Type",
                                            "Unique Identifier",
                                            "iTunes Version"};

}  // namespace

Result<std::string> backup_info(const CaseStore& store) {
  JsonWriter json;
  json.object();
  bool any = false;
  auto select = TRY(store.database().prepare("SELECT * FROM ios_backup_info WHERE key = ? ORDER BY id"));
  for (std::string_view key : backup_keys) {
    select.bind(1, key);
    json.key(key);
    bool list = key == "Installed Applications", there = false;
    if (list) json.array();
    while (TRY(select.step())) {
      Row row(select);
      any = true;
      if (list)
        json.value(row.text("app_id"));
      else if (!there)
        json.value(row.is_null("backed_up") ? row.text("value")
                                            : std::string_view(row.moment("backed_up").substr(0, 19)));
      there = true;
    }
    if (list)
      json.end();
    else if (!there)
      json.null();
  }
  json.end();
  return any ? json.take() + "\n" : std::string();
}

std::vector<Module> configuration_modules() {
  return {{"configuration_profiles", "ConfigurationProfiles", "ios_configuration_profiles",
           "t.payload_index = 0", write_profile},
          {"profile_events", "ProfileEvents", "ios_profile_events", "", write_profile_event},
          {"global_preferences", "GlobalPreferences", "ios_global_preferences", "", write_preference}};
}

}  // namespace bridle::mvt

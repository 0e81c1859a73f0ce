#include <fmt/format.h>

#include "report/mvt_android.h"

namespace bridle::mvt {
namespace {

Result<> write_property(const CaseStore&, const Row& row, Record& record) {
  record.json.object().member("name", row.text("name")).member("value", row.text("value")).end();
  return {};
}

// One member for each file of settings.
Result<> write_settings(const CaseStore& store, const Row& row, Record& record) {
  auto select = TRY(
      store.database().prepare("SELECT key, value FROM android_settings WHERE name_space = ? ORDER BY id"));
  select.bind(1, row.text("name_space"));
  JsonWriter& json = record.json;
  json.object().key(row.text("name_space")).object();
  while (TRY(select.step())) json.member(select.text(0), select.text(1));
  json.end().end();
  return {};
}

Result<> write_process(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  row.put(json, "user", "user");
  row.put(json, "pid", "pid");
  row.put(json, "ppid", "parent");
  row.put(json, "virtual_memory_size", "virtual_size");
  row.put(json, "resident_set_size", "resident_size");
  json.member("wchan", row.text("waits_in"))
      .member("aprocress", row.text("address"))
      .member("stat", row.text("status"));
  json.member("proc_name", row.text("name")).member("label", row.text("label")).end();
  return {};
}

Result<> write_mount(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  auto options = row.text("options");
  json.object().member("device", row.text("device")).member("mount_point", row.text("mount_point"));
  json.member("filesystem_type", row.text("file_system"))
      .member("mount_options", options)
      .key("options_list")
      .array();
  for (auto rest = options; !rest.empty();) {
    auto comma = rest.find(',');
    json.value(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
  }
  json.end().member("is_system_partition", row.integer("is_system").value_or(0) != 0);
  json.member("is_read_write", row.integer("is_writable").value_or(0) != 0).end();
  return {};
}

Result<> write_root_binary(const CaseStore&, const Row& row, Record& record) {
  record.json.object().member("path", row.text("path")).member("binary_name", row.text("binary_name"));
  record.json.member("description", row.text("description")).end();
  return {};
}

// One record for the whole dump.
Result<> write_adb(const CaseStore& store, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  auto each = [&](std::string_view kind, auto write) -> Result<> {
    auto select = TRY(store.database().prepare(
        "SELECT * FROM android_adb_state WHERE task = ?1 AND kind = ?2 ORDER BY id"));
    select.bind(1, row.integer("task").value_or(0));
    select.bind(2, kind);
    while (TRY(select.step())) write(Row(select));
    return {};
  };
  auto key = [&](const Row& one, bool with_time) {
    json.object()
        .member("user", one.text("user"))
        .member("fingerprint", one.text("fingerprint"))
        .member("key", one.text("key"));
    auto time = one.time("last_connected");
    if (with_time)
      json.member("last_connected", time ? fmt::format("{}", time->nanoseconds / 1'000'000) : std::string());
    json.end();
  };
  json.object();
  TRY(each("value", [&](const Row& one) {
    auto name = one.text("name");
    if (name.starts_with("debugging_manager.")) name.remove_prefix(18);
    json.member(name, one.text("value"));
  }));
  json.key("user_keys").array();
  TRY(each("user_key", [&](const Row& one) { key(one, false); }));
  json.end().key("keystore").array();
  TRY(each("keystore", [&](const Row& one) { key(one, true); }));
  json.end().end();
  return {};
}

}  // namespace

std::vector<Module> android_system_modules() {
  return {
      {"aqf_get_prop", "AQFGetProp", "android_properties", from_collection, write_property},
      {"dumpsys_get_prop", "DumpsysGetProp", "android_properties", from_bug_report, write_property},
      {.slug = "aqf_settings",
       .plugin = "AQFSettings",
       .table = "android_settings",
       .where = "t.id IN (SELECT min(id) FROM android_settings GROUP BY name_space)",
       .write = write_settings,
       .as_members = true},
      {"aqf_processes", "AQFProcesses", "android_processes", from_collection, write_process},
      {"mounts", "Mounts", "android_mounts", from_collection, write_mount},
      {"root_binaries", "RootBinaries", "android_root_binaries", "", write_root_binary},
      {"dumpsys_adb_state", "DumpsysADBState", "android_adb_state",
       "t.id IN (SELECT min(id) FROM android_adb_state GROUP BY task)", write_adb},
  };
}

}  // namespace bridle::mvt

#include <fmt/format.h>

#include "report/mvt_android.h"

namespace bridle::mvt {
namespace {

Result<> write_apk(const CaseStore&, const Row& row, Record& record) {
  record.json.raw(row.text("stored"));
  return {};
}

// Of the user that MVT shows: the owner, or the first that there is.
Result<> put_permissions(const CaseStore& store, const Row& row, JsonWriter& json) {
  auto select = TRY(store.database().prepare(fmt::format(
      "SELECT o.kind, o.permission, o.granted, o.details FROM android_package_permissions o {0} AND "
      "o.package = ?2 AND o.list = 'package' AND (o.user IS NULL OR o.user = (SELECT min(o.user) FROM "
      "android_package_users o {0} AND o.package = ?2)) ORDER BY o.id",
      same_evidence)));
  auto rewind = [&] {
    select.reset();
    select.bind(1, row.integer("task").value_or(0));
    select.bind(2, row.text("package"));
  };
  rewind();
  json.key("permissions").array();
  while (TRY(select.step())) {
    if (select.text(0) == "requested") continue;
    json.object().member("name", select.text(1));
    if (select.text(0) != "declared") {
      json.key("granted");
      if (select.is_null(2))
        json.null();
      else
        json.value(select.integer(2) != 0);
    }
    json.member("type", select.text(0)).end();
  }
  json.end();
  rewind();
  json.key("requested_permissions").array();
  while (TRY(select.step()))
    if (select.text(0) == "requested")
      json.value(select.is_null(3) ? std::string(select.text(1))
                                   : fmt::format("{}: {}", select.text(1), select.text(3)));
  json.end();
  return {};
}

Result<> write_package(const CaseStore& store, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object().member("package_name", row.text("package")).member("uid", row.text("uid"));
  json.member("version_name", row.text("version_name")).member("version_code", row.text("version_code"));
  json.member("timestamp", row.text("file_time_local"))
      .member("first_install_time", row.text("first_install_local"));
  json.member("last_update_time", row.text("last_update_local")).member("installer", row.text("installer"));
  json.member("system", row.integer("is_system").value_or(0) != 0);
  TRY(put_permissions(store, row, json));
  json.end();
  std::string words = fmt::format("Install or update of package {}", row.text("package"));
  for (auto [column, kind] : {std::pair("file_time_local", "package_install"),
                              std::pair("first_install_local", "package_first_install"),
                              std::pair("last_update_local", "package_last_update")})
    record.event(std::string(row.text(column)), kind, words);
  return {};
}

Result<> write_activity(const CaseStore&, const Row& row, Record& record) {
  record.json.object().member("intent", row.text("key")).member("package_name", row.text("package"));
  record.json.member("activity", row.text("component")).end();
  return {};
}

// One member for each action, with all its receivers: written with the first of them. The lists are made
// once, in a table that is not part of the case.
Result<> write_receivers(const CaseStore& store, const Row& row, Record& record) {
  auto make = TRY(store.database().prepare(
      "CREATE TEMP TABLE IF NOT EXISTS mvt_receivers AS SELECT min(id) AS id, key, "
      "json_group_array(json_object("
      "'package_name', package, 'receiver', component)) AS list FROM (SELECT * FROM "
      "android_package_resolvers WHERE "
      "resolver = 'receiver' AND \"group\" = 'Non-Data Actions' ORDER BY id) GROUP BY key"));
  (void)TRY(make.step());
  auto index =
      TRY(store.database().prepare("CREATE INDEX IF NOT EXISTS temp.mvt_receivers_id ON mvt_receivers(id)"));
  (void)TRY(index.step());
  auto select = TRY(store.database().prepare("SELECT list FROM temp.mvt_receivers WHERE id = ?"));
  select.bind(1, row.integer("id").value_or(0));
  if (TRY(select.step())) record.json.object().key(row.text("key")).raw(select.text(0)).end();
  return {};
}

Result<> write_service(const CaseStore&, const Row& row, Record& record) {
  auto service = row.text("service");
  if (row.text("list") == "enabled") service = service.substr(service.find('/') + 1);
  record.json.object().member("package_name", row.text("package")).member("service", service).end();
  return {};
}

Result<> write_override(const CaseStore&, const Row& row, Record& record) {
  record.json.object().member("package_name", row.text("package")).end();
  return {};
}

// All operations of an app, each with its uses.
Result<> write_operations(const CaseStore& store, const Row& row, Record& record) {
  auto select = TRY(store.database().prepare(
      "SELECT * FROM android_appops WHERE task = ?1 AND uid_text = ?2 AND package = ?3 ORDER BY id"));
  select.bind(1, row.integer("task").value_or(0));
  select.bind(2, row.text("uid_text"));
  select.bind(3, row.text("package"));
  JsonWriter& json = record.json;
  json.object()
      .member("package_name", row.text("package"))
      .member("uid", row.text("uid_text"))
      .key("permissions")
      .array();
  std::string op;
  while (TRY(select.step())) {
    Row use(select);
    if (use.text("op") != op) {
      if (!op.empty()) json.end().end();
      op = use.text("op");
      json.object().member("name", op).member("access", use.text("mode")).key("entries").array();
    }
    bool access = use.text("entry") == "access";
    if (!access && use.text("entry") != "reject") continue;
    std::string_view kind = access ? "Access" : "Reject";
    std::string time = local_moment(use, "time_local");
    json.object().member("access", kind);
    json.member("type", fmt::format("{}{}{}", use.text("app_state"), use.is_null("flag") ? "" : "-",
                                    use.text("flag")));
    if (!time.empty()) json.member("timestamp", time);
    json.end();
    record.event(time, kind, fmt::format("{} access to {}: {}", row.text("package"), op, kind));
  }
  if (!op.empty()) json.end().end();
  json.end().end();
  return {};
}

}  // namespace

std::vector<Module> android_app_modules() {
  return {
      {"aqf_packages", "AQFPackages", "android_apks", "t.stored <> ''", write_apk},
      {"dumpsys_packages", "DumpsysPackages", "android_packages", "t.kind = 'package'", write_package},
      {"dumpsys_activities", "DumpsysActivities", "android_package_resolvers",
       "t.resolver = 'activity' AND t.\"group\" = 'Non-Data Actions'", write_activity},
      {.slug = "dumpsys_receivers",
       .plugin = "DumpsysReceivers",
       .table = "android_package_resolvers",
       .where = "t.resolver = 'receiver' AND t.\"group\" = 'Non-Data Actions'",
       .write = write_receivers,
       .as_members = true},
      {"dumpsys_accessibility", "DumpsysAccessibility", "android_accessibility",
       "t.list = 'installed' OR (t.list = 'enabled' AND NOT EXISTS(SELECT 1 FROM android_accessibility o "
       "WHERE o.task = "
       "t.task AND o.list = 'installed'))",
       write_service},
      {"dumpsys_appops", "DumpsysAppops", "android_appops",
       "t.id IN (SELECT min(id) FROM android_appops WHERE package IS NOT NULL GROUP BY task, uid_text, "
       "package)",
       write_operations},
      {"dumpsys_platform_compat", "DumpsysPlatformCompat", "android_platform_compat",
       "t.change_id = 168419799 AND t.list = 'raw'", write_override},
  };
}

}  // namespace bridle::mvt

#include "findings/custody_sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/sqlite.h"

namespace bridle {
namespace {

constexpr CustodyKind kinds[] = {
    {"app", "event of installing, updating or removing apps",
     "events of installing, updating or removing apps", true},
    {"permission", "change of a permission", "changes of permissions", true},
    {"configuration", "change of settings, profiles, certificates, networks or the system's version",
     "changes of settings, profiles, certificates, networks or the system's version", true},
    {"debug", "event of a cable, a debugging connection or a copy",
     "events of cables, debugging connections or copies", true},
    {"restart", "start or stop of the phone", "starts or stops of the phone", false},
    {"unlock", "event of the screen or its lock", "events of the screen or its lock", false},
    {"use", "trace of use: an app in front, a message, a call, a page",
     "traces of use: apps in front, messages, calls, pages", false},
    {"sensor", "use of a permission, such as microphone, camera or position",
     "uses of permissions, such as microphone, camera or position", false},
    {"crash", "crash", "crashes", false},
    {"program", "program that started or was first seen", "programs that started or were first seen", false},
    {"network", "connection or name looked up", "connections and names looked up", false},
    {"file", "file written or read", "files written or read", false},
    {"other", "other event", "other events", false},
};

// What a column's events mean here. A column that is not listed counts as "other".
struct Known {
  std::string_view table, column, kind;  // kind: a name, or SQL when it has a blank
  std::string_view label = "NULL";
  std::string_view until = "";  // the column with the latest moment, where only a span is stored
};
constexpr Known known[] = {
    {"android_packages", "file_time", "app", "package"},
    {"android_packages", "first_install", "app", "package"},
    {"android_packages", "last_update", "app", "package"},
    {"android_package_users", "first_install", "app", "package"},
    {"android_install_sessions", "created", "app", "package"},
    {"android_install_sessions", "committed", "app", "package"},
    {"android_battery_daily", "from_time", "app", "package", "to_time"},
    {"android_battery_history", "time",
     "CASE WHEN event IN ('pkginst', 'pkgunin') THEN 'app' WHEN event IN ('START', 'SHUTDOWN') THEN "
     "'restart' "
     "WHEN event IN ('top', 'userfg') THEN 'use' ELSE 'other' END",
     "package"},
    {"android_battery_checkin", "time",
     "CASE WHEN event IN ('package_installed', 'package_removed') THEN 'app' WHEN event IN ('top', "
     "'user_foreground') THEN 'use' ELSE 'other' END",
     "package"},
    {"android_security_events", "time",
     "CASE WHEN event LIKE 'package@_%' ESCAPE '@' THEN 'app' WHEN event LIKE 'adb@_%' ESCAPE '@' OR event "
     "LIKE 'media@_%' ESCAPE '@' THEN 'debug' WHEN event LIKE 'os@_%' ESCAPE '@' THEN 'restart' WHEN event "
     "IN ('keyguard_dismissed', 'keyguard_dismiss_auth_attempt', 'keyguard_secured') THEN 'unlock' WHEN "
     "event = 'app_process_start' THEN 'program' WHEN event LIKE 'wifi@_%' ESCAPE '@' OR event LIKE "
     "'bluetooth@_%' ESCAPE '@' OR event LIKE 'nfc@_%' ESCAPE '@' THEN 'network' WHEN event LIKE 'key@_%' "
     "ESCAPE '@' OR event IN ('crypto_self_test_completed', 'cert_validation_failure', "
     "'log_buffer_size_critical', 'wipe_failure') THEN 'other' ELSE 'configuration' END",
     "coalesce(package, subject, command, path, event)"},
    {"android_log_events", "time",
     "CASE kind WHEN 'install' THEN 'app' WHEN 'usb' THEN 'debug' WHEN 'adb' THEN 'debug' WHEN "
     "'accessibility' THEN 'configuration' WHEN 'policy' THEN 'configuration' WHEN 'certificate' THEN "
     "'configuration' WHEN 'vpn' THEN 'configuration' WHEN 'boot' THEN 'restart' WHEN 'crash' THEN 'crash' "
     "WHEN 'recording' THEN 'sensor' WHEN 'link' THEN 'use' WHEN 'process_start' THEN 'program' ELSE 'other' "
     "END",
     "coalesce(package, tag)"},
    {"android_adb_state", "last_connected", "debug", "coalesce(user, fingerprint)",
     "connected_no_later_than"},
    {"android_usage_events", "time",
     "CASE WHEN type IN ('KEYGUARD_HIDDEN', 'KEYGUARD_SHOWN', 'USER_UNLOCKED', 'USER_STOPPED', "
     "'SCREEN_INTERACTIVE', 'SCREEN_NON_INTERACTIVE') THEN 'unlock' WHEN type IN ('DEVICE_SHUTDOWN', "
     "'DEVICE_STARTUP') THEN 'restart' WHEN type IN ('ACTIVITY_RESUMED', 'MOVE_TO_FOREGROUND', "
     "'USER_INTERACTION', 'SHORTCUT_INVOCATION', 'CHOOSER_ACTION') THEN 'use' ELSE 'other' END",
     "package"},
    {"android_usage_totals", "last_used", "use", "package"},
    {"android_usage_totals", "last_foreground_service", "program", "package"},
    {"android_appops", "time", "sensor", "op || ' by ' || coalesce(package, uid_text)"},
    {"android_wifi_networks", "created", "configuration", "ssid"},
    {"android_files", "modified", "file", "path"},
    {"android_files", "accessed", "file", "path"},
    {"android_files", "changed", "file", "path"},
    {"android_dropbox", "time",
     "CASE WHEN tag IN ('SYSTEM_BOOT', 'SYSTEM_RESTART') THEN 'restart' WHEN tag LIKE '%crash%' OR tag LIKE "
     "'%anr%' OR tag LIKE '%tombstone%' THEN 'crash' ELSE 'other' END",
     "tag"},
    {"android_tombstones", "time", "crash", "process"},
    {"android_anr", "time", "crash", "process"},
    {"android_exit_info", "time",
     "CASE WHEN reason IN (4, 5, 6) THEN 'crash' WHEN reason = 8 THEN 'permission' WHEN reason = 16 THEN "
     "'app' ELSE 'other' END",
     "package"},
    {"android_sms", "date", "use"},
    {"android_dns_events", "time", "network", "package"},
    {"android_connect_events", "time", "network", "package"},
    {"ios_applications", "purchased", "app", "app_id"},
    {"ios_tcc", "last_modified", "permission", "client"},
    {"ios_configuration_profiles", "install_date", "configuration", "coalesce(identifier, locator)"},
    {"ios_profile_events", "time", "configuration", "profile_id"},
    {"ios_version_history", "time", "configuration"},
    {"ios_shutdown_log", "time", "restart"},
    {"ios_backup_info", "backed_up", "debug", "'a backup was made'"},
    {"ios_lockdownd_log", "time",
     "CASE WHEN event IN ('pairing', 'session', 'value_asked') THEN 'debug' WHEN event = 'started' THEN "
     "'restart' WHEN event IN ('passcode_changed', 'upgraded') THEN 'configuration' ELSE 'other' END",
     "event"},
    {"ios_install_log", "time",
     "CASE WHEN event IN ('installed', 'uninstalled', 'update_by_patch') THEN 'app' WHEN event IN "
     "('rebooted', 'started') THEN 'restart' WHEN event = 'upgraded' THEN 'configuration' ELSE 'other' END",
     "coalesce(bundle_id, event)"},
    {"ios_launchd_log", "time", "program", "service"},
    {"ios_logd_log", "time",
     "CASE WHEN event IN ('started', 'stopped') THEN 'restart' WHEN event = 'zone_changed' THEN "
     "'configuration' ELSE 'other' END",
     "event"},
    {"ios_pair_records", "trusted", "debug", "record"},
    {"ios_powerlog_device", "booted", "restart"},
    {"ios_powerlog_device", "upgraded", "configuration"},
    {"ios_powerlog_device", "backed_up", "debug", "'a backup was made'"},
    {"ios_backup_state", "time",
     "CASE WHEN kind IN ('state', 'restore', 'transfer') THEN 'debug' ELSE 'other' END", "kind"},
    {"ios_settings_events", "time", "configuration", "setting"},
    {"ios_update_log", "time", "configuration"},
    {"ios_provisioning_store", "installed", "configuration", "coalesce(name, uuid)"},
    {"ios_privacy_accounting", "time", "sensor", "service"},
    {"ios_safari_closed_tabs", "closed", "use"},
    {"ios_viber_messages", "date", "use"},
    {"ios_line_messages", "date", "use"},
    {"ios_messenger_messages", "date", "use"},
    {"ios_data_usage", "first_seen", "program", "process_name"},
    {"ios_data_usage", "last_seen", "network"},
    {"ios_data_usage", "live_time", "network"},
    {"ios_locationd_clients", "time", "sensor"},
    {"ios_manifest", "created", "file"},
    {"ios_manifest", "modified", "file"},
    {"ios_manifest", "status_changed", "file"},
    {"ios_filesystem", "created", "file"},
    {"ios_filesystem", "modified", "file"},
    {"ios_filesystem", "status_changed", "file"},
    {"ios_sms", "date", "use"},
    {"ios_sms", "date_read", "use"},
    {"ios_sms", "deleted", "use"},
    {"ios_sms_attachments", "created", "use"},
    {"ios_calls", "date", "use"},
    {"ios_safari_history", "visit_time", "use"},
    {"ios_chrome_history", "visit_time", "use"},
    {"ios_firefox_history", "visit_time", "use"},
    {"ios_whatsapp_messages", "message_date", "use"},
    {"ios_interaction_c", "start_date", "use"},
    {"ios_shortcuts", "created", "configuration", "name"},
    {"ios_shortcuts", "modified", "configuration", "name"},
};

// The column with the phone's wall clock that stands beside one with UTC, if the table has one.
std::string local_of(const std::set<std::string, std::less<>>& columns, std::string_view column) {
  for (std::string_view ending : {"", "_time"}) {
    if (!column.ends_with(ending)) continue;
    std::string name = fmt::format("{}_local", column.substr(0, column.size() - ending.size()));
    if (columns.contains(name)) return sql_name(name);
  }
  return {};
}

// Zones lie between 12 hours west and 14 hours east of Greenwich.
std::string moment(const std::set<std::string, std::less<>>& columns, std::string_view column,
                   int hours_from_local) {
  std::string local = local_of(columns, column);
  if (local.empty()) return sql_name(column);
  return fmt::format("coalesce({}, CAST(strftime('%s', {}) AS INTEGER) * 1000000000 + {})", sql_name(column),
                     local, hours_from_local * 3'600'000'000'000);
}

Result<std::set<std::string, std::less<>>> columns_of(const CaseStore& store, std::string_view table) {
  auto select = TRY(store.database().prepare("SELECT name FROM pragma_table_info(?)"));
  select.bind(1, table);
  std::set<std::string, std::less<>> names;
  while (TRY(select.step())) names.emplace(select.text(0));
  return names;
}

std::string kind_sql(std::string_view kind) {
  return kind.contains(' ') ? std::string(kind) : fmt::format("'{}'", kind);
}

}  // namespace

std::span<const CustodyKind> custody_kinds() {
  return kinds;
}

const CustodyKind& custody_kind(std::string_view name) {
  auto found = std::ranges::find(kinds, name, &CustodyKind::name);
  return found == std::end(kinds) ? std::end(kinds)[-1] : *found;
}

std::int64_t custody_columns_listed() {
  return std::ssize(known);
}

Result<std::vector<CustodySource>> custody_sources(const CaseStore& store) {
  std::vector<CustodySource> sources;
  auto select = TRY(store.database().prepare(
      "SELECT table_name, column_name, event FROM event_column ORDER BY table_name, column_name"));
  while (TRY(select.step()))
    sources.push_back({.table = std::string(select.text(0)),
                       .column = std::string(select.text(1)),
                       .event = std::string(select.text(2))});
  // Moments that are no event of the timeline, because another column of the record is.
  for (const Known& each : known)
    if (std::ranges::none_of(sources, [&](const CustodySource& s) {
          return s.table == each.table && s.column == each.column;
        }))
      sources.push_back({.table = std::string(each.table),
                         .column = std::string(each.column),
                         .event = std::string(each.column)});
  std::vector<CustodySource> ready;
  for (CustodySource& source : sources) {
    auto columns = TRY(columns_of(store, source.table));
    if (!columns.contains(source.column)) continue;
    if (TRY(store.database().number(
            fmt::format("SELECT EXISTS(SELECT 1 FROM {})", sql_name(source.table)))) == 0)
      continue;
    auto found = std::ranges::find_if(
        known, [&](const Known& k) { return k.table == source.table && k.column == source.column; });
    bool is_known = found != std::end(known);
    source.kind = kind_sql(is_known ? found->kind : "other");
    source.label = is_known ? std::string(found->label) : "NULL";
    source.begin = moment(columns, source.column, -14);
    source.end = moment(columns, source.column, 12);
    if (is_known && !found->until.empty()) {
      // Where the begin is not known and the end is, it may have begun at any time before.
      source.begin = fmt::format("coalesce({}, iif({} IS NULL, NULL, 0))", source.begin, found->until);
      source.end = fmt::format("coalesce({}, {})", moment(columns, found->until, 12), source.end);
    }
    ready.push_back(std::move(source));
  }
  return ready;
}

}  // namespace bridle

#include "findings/custody_columns.h"

namespace bridle {
namespace {

constexpr CustodyColumn columns[] = {
    {"android_acquisition", "started", "debug", "'this collection began'"},
    {"android_acquisition", "completed", "debug", "'this collection ended'"},
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
    {"android_file_times", "modified", "file", "path"},
    {"android_usb_connections", "time", "debug",
     "'USB device ' || coalesce(vendor_id, '?') || ':' || coalesce(product_id, '?')"},
    {"android_netstats", "first", "network", "'uid ' || uid", "last"},
    {"ios_applications", "purchased", "app", "app_id"},
    {"ios_tcc", "last_modified", "permission", "client"},
    {"ios_configuration_profiles", "install_date", "configuration", "coalesce(identifier, locator)"},
    {"ios_profile_events", "time", "configuration", "profile_id"},
    {"ios_version_history", "time", "configuration"},
    {"ios_shutdown_log", "time", "restart"},
    {"ios_backup_info", "backed_up", "debug", "'a backup was made'"},
    {"ios_launchd_log", "time", "program", "service"},
    {"ios_logd_log", "time",
     "CASE WHEN event IN ('started', 'stopped') THEN 'restart' WHEN event = 'zone_changed' THEN "
     "'configuration' ELSE 'other' END",
     "event"},
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
    {"ios_accounts", "created", "configuration", "coalesce(type_name, account_type)"},
    {"ios_pair_records", "trusted", "debug", "host_id"},
    {"ios_lockdownd_log", "time",
     "CASE WHEN event = 'started' THEN 'restart' WHEN event IN ('passcode_changed', 'upgraded') THEN "
     "'configuration' WHEN event IN ('value_asked', 'pairing', 'session') THEN 'debug' ELSE 'other' END",
     "event"},
    {"ios_install_log", "time",
     "CASE WHEN event = 'rebooted' THEN 'restart' WHEN event = 'upgraded' THEN 'configuration' WHEN event IN "
     "('installed', 'made_live', 'data_container', 'destroyed', 'uninstalled', 'update_by_patch') THEN 'app' "
     "ELSE 'other' END",
     "coalesce(bundle_id, event)"},
    {"ios_store_installs", "time", "app", "bundle_id"},
    {"ios_store_installs", "finished", "app", "bundle_id"},
    {"ios_powerlog_apps", "time", "CASE WHEN kind = 'uninstall' THEN 'app' ELSE 'other' END", "bundle_id"},
    {"ios_powerlog_apps", "deleted", "app", "bundle_id"},
    {"ios_trusted_developers", "time", "configuration", "key"},
    {"ios_sim_cards", "updated", "configuration", "coalesce(iccid, number)"},
    {"ios_wifi_networks", "added", "configuration", "network"},
    {"ios_wifi_networks", "joined_by_user", "network", "network"},
    {"ios_wifi_networks", "joined_by_system", "network", "network"},
    {"ios_wifi_networks", "last_associated", "network", "network"},
    {"ios_shortcut_triggers", "time", "CASE WHEN kind = 'permission' THEN 'permission' ELSE 'use' END",
     "shortcut_name"},
    {"ios_powerlog", "time",
     "CASE WHEN kind = 'start' THEN 'program' WHEN kind IN ('traffic', 'connection') THEN 'network' WHEN "
     "kind "
     "IN ('audio', 'camera', 'location') THEN 'sensor' WHEN kind IN ('lock', 'screen') THEN 'unlock' WHEN "
     "kind = 'backup' THEN 'debug' WHEN kind = 'config' THEN 'configuration' WHEN kind IN ('app_state', "
     "'shortcut') THEN 'use' ELSE 'other' END",
     "process"},
    {"ios_knowledge_c", "started",
     "CASE WHEN stream = '/app/install' THEN 'app' WHEN stream LIKE '/device/is%ocked' OR stream LIKE "
     "'/display/%' THEN 'unlock' WHEN stream LIKE '/device/isPluggedIn%' THEN 'debug' WHEN stream LIKE "
     "'/app/%' OR stream LIKE '/safari/%' THEN 'use' ELSE 'other' END",
     "coalesce(installed_app, bundle_id)"},
    {"ios_biome_apps", "time", "CASE WHEN stream = 'App.Install' THEN 'app' ELSE 'use' END",
     "coalesce(installed_app, bundle_id)"},
    {"ios_biome_apps", "started", "CASE WHEN stream = 'App.Install' THEN 'app' ELSE 'use' END",
     "coalesce(installed_app, bundle_id)"},
    {"ios_biome_device", "time",
     "CASE WHEN stream = 'Device.BootSession' THEN 'restart' WHEN stream LIKE '%Lock%' OR stream = "
     "'Device.Display.Backlight' THEN 'unlock' WHEN stream LIKE '%Wi_i%' THEN 'network' ELSE 'other' END",
     "coalesce(network, stream)"},
    {"ios_biome_web", "time", "use"},
    {"ios_biome_web", "started", "use"},
    {"ios_biome_crashes", "time", "crash", "process"},
    {"ios_crash_reports", "time",
     "CASE WHEN report_kind IN ('crash', 'panic', 'jetsam', 'hang', 'watchdog') THEN 'crash' WHEN "
     "report_kind "
     "IN ('reset_counter', 'force_reset') THEN 'restart' WHEN report_kind = 'ota_update' THEN "
     "'configuration' "
     "ELSE 'other' END",
     "coalesce(process, report_kind)"},
    {"ios_crash_reports", "launched", "program", "process"},
    {"ios_crash_processes", "time", "program", "process"},
    {"ios_screen_time", "block_start", "use", "coalesce(bundle_id, host)"},
    {"ios_netusage", "first_seen", "program", "coalesce(process, host)"},
    {"ios_netusage", "last_seen", "network"},
    {"ios_os_analytics_ad_daily", "time", "network"},
    {"ios_cache_files", "time", "network"},
    {"ios_id_status_cache", "lookup_date", "network"},
    {"ios_cookies", "created", "use"},
    {"ios_safari_browser_state", "last_viewed", "use"},
    {"ios_safari_tabs", "last_visit", "use"},
    {"ios_safari_tabs", "last_viewed", "use"},
    {"ios_safari_tabs", "closed", "use"},
    {"ios_safari_tombstones", "end_time", "use", "'history was deleted'"},
    {"ios_safari_downloads", "added", "file", "coalesce(path, url)"},
    {"ios_safari_downloads", "finished", "file", "coalesce(path, url)"},
    {"ios_webkit_resource_load_statistics", "last_seen", "network"},
    {"ios_webkit_resource_load_statistics", "last_user_interaction", "use"},
    {"ios_webkit_session_resource_log", "last_seen", "network"},
    {"ios_webkit_session_resource_log", "last_interaction", "use"},
    {"ios_sms", "date_delivered", "use"},
    {"ios_sms", "date_played", "use"},
    {"ios_sms", "date_edited", "use"},
    {"ios_sms", "date_retracted", "use"},
    {"ios_sms_attachments", "started", "use"},
    {"ios_sms_chats", "last_read", "use"},
    {"ios_sms_deleted", "deleted", "use", "'messages were deleted'"},
    {"ios_store_installs", "purchased", "app", "bundle_id"},
    {"ios_safari_closed_tabs", "last_visit", "use"},
    {"ios_whatsapp_messages", "sent_date", "use"},
};

}  // namespace

std::span<const CustodyColumn> custody_columns() {
  return columns;
}

}  // namespace bridle

#include <fmt/format.h>
#include <simdjson.h>

#include "report/mvt_android.h"

namespace bridle::mvt {

std::string printed_moment(std::string_view text) {
  if (text.size() < 19 || text[4] != '-' || text[13] != ':') return {};
  std::string moment(text.substr(0, 19)), decimals;
  moment[10] = ' ';
  if (text.size() > 19 && text[19] == '.')
    for (char c : text.substr(20, 6)) {
      if (c < '0' || c > '9') break;
      decimals += c;
    }
  decimals.resize(6, '0');
  return moment + '.' + decimals;
}

std::string local_moment(const Row& row, std::string_view column) {
  return printed_moment(row.text(column));
}

namespace {

// MVT cuts the time of day off, and takes a removal for an update to version 0.
Result<> write_daily(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  auto action = row.text("action");
  std::string version = row.is_null("version") ? "0" : std::string(row.text("version"));
  std::string from(row.text("day_from").substr(0, 10)), to(row.text("day_to").substr(0, 10));
  json.object()
      .member("action", action == "uninstall" ? "update" : action)
      .member("from", from)
      .member("to", to);
  json.member("package_name", row.text("package")).member("vers", version);
  if (!row.is_null("previous_version")) json.member("previous_vers", row.text("previous_version"));
  json.end();
  record.event(from, "battery_daily",
               action == "uninstall" ? fmt::format("Recorded uninstall of package {}", row.text("package"))
                                     : fmt::format("Recorded {} of package {} with version {}", action,
                                                   row.text("package"), version));
  return {};
}

Result<> write_history(const CaseStore&, const Row& row, Record& record) {
  auto event = row.text("event");
  bool ends = row.text("phase") == "end";
  std::string kind = event == "wake_lock" ? "wake" : fmt::format("{}_{}", ends ? "end" : "start", event);
  record.json.object().member("time_elapsed", row.text("elapsed")).member("event", kind);
  record.json.member("uid", row.text("uid_text")).member("package_name", row.text("package"));
  record.json.member("service", row.text("component")).end();
  return {};
}

Result<> write_database(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object().member("isodate", row.text("time_text")).member("action", row.text("action"));
  json.member("sql", row.text("sql")).member("path", row.text("path"));
  if (!row.is_null("operation_pid")) json.member("pid", row.text("operation_pid"));
  json.end();
  return {};
}

// What the zip or the folder says of the file in which a record stands; "" when it says nothing.
Result<std::string> time_of_file(const CaseStore& store, const Row& row) {
  auto select = TRY(store.database().prepare(
      "SELECT o.modified_local, o.copied FROM android_file_times o WHERE o.stored_path "
      "= (SELECT path FROM coverage c WHERE c.task = ?1) ORDER BY o.id LIMIT 1"));
  select.bind(1, row.integer("task").value_or(0));
  if (!TRY(select.step())) return std::string();
  Row file(select);
  return file.is_null("modified_local") ? file.moment("copied") : local_moment(file, "modified_local");
}

Result<> write_tombstone(const CaseStore& store, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  std::string time = printed_moment(row.text("time_text"));
  json.object().member("file_name", row.text("file_name"));
  json.member("file_timestamp", TRY(time_of_file(store, row)));
  row.put(json, "build_fingerprint", "build_fingerprint");
  row.put(json, "revision", "revision");
  row.put(json, "arch", "architecture");
  json.member("timestamp", time);
  row.put(json, "process_uptime", "uptime_seconds");
  json.key("command_line");
  if (row.is_null("command_line"))
    json.null();
  else
    json.array().value(row.text("command_line")).end();
  row.put(json, "pid", "pid");
  row.put(json, "tid", "tid");
  row.put(json, "process_name", "thread_name");
  row.put(json, "binary_path", "executable");
  row.put(json, "selinux_label", "selinux_label");
  row.put(json, "uid", "uid");
  json.key("signal_info").object();
  row.put(json, "code", "code");
  row.put(json, "code_name", "code_name");
  row.put(json, "name", "signal_name");
  row.put(json, "number", "signal");
  json.end();
  row.put(json, "cause", "causes");
  row.put(json, "abort_message", "abort_message");
  json.end();
  record.event(time, "Tombstone",
               fmt::format("Process {} crashed, thread {} (pid {}, uid {})", row.text("process"),
                           row.text("thread_name"), row.text("pid"), row.text("uid")));
  return {};
}

Result<> write_message(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  simdjson::dom::parser parser;
  simdjson::dom::object members;
  simdjson::padded_string padded(row.text("stored"));
  json.object();
  if (parser.parse(padded).get(members) == simdjson::SUCCESS)
    for (auto [key, value] : members) json.key(key == "mms_body" ? "body" : key).raw(simdjson::minify(value));
  row.put_moment(json, "isodate", "date");
  json.member("direction", row.text("direction"));
  record.urls = row.list(links_column);
  record.url_time = row.moment("date");
  if (!record.urls.empty()) {
    json.key("links").array();
    for (const std::string& url : record.urls) json.value(url);
    json.end();
  }
  json.end();
  record.event(row.moment("date"), "sms",
               fmt::format("{} {}: {}", row.text("direction"), row.text("address"), row.text("body")));
  return {};
}

Result<> write_stored(const Row& row, Record& record, std::string_view kind, std::string words) {
  record.json.object();
  row.put_members(record.json, "stored");
  row.put_moment(record.json, "timestamp", "time");
  record.json.end();
  record.event(row.moment("time"), kind, std::move(words));
  return {};
}

Result<> write_dns(const CaseStore&, const Row& row, Record& record) {
  return write_stored(
      row, record, "dns_query",
      fmt::format("{} looked up {}: {}", row.text("package"), row.text("hostname"), row.text("addresses")));
}

Result<> write_connect(const CaseStore&, const Row& row, Record& record) {
  return write_stored(
      row, record, "network_connection",
      fmt::format("{} connected to {} port {}", row.text("package"), row.text("address"), row.text("port")));
}

Result<> write_security(const CaseStore&, const Row& row, Record& record) {
  return write_stored(row, record, row.text("event"), std::string(row.text("stored")));
}

}  // namespace

std::vector<Module> android_event_modules() {
  return {
      {"dumpsys_battery_daily", "DumpsysBatteryDaily", "android_battery_daily", "", write_daily},
      {"dumpsys_battery_history", "DumpsysBatteryHistory", "android_battery_history",
       "t.package IS NOT NULL AND t.phase <> 'once' AND (t.event IN ('job', 'top') OR (t.event = 'wake_lock' "
       "AND t.phase = 'start' "
       "AND t.value LIKE "
       "'*walarm*:%/%'))",
       write_history},
      {"dbinfo", "DumpsysDBInfo", "android_dbinfo", "", write_database},
      {"tombstones", "Tombstones", "android_tombstones", "t.kind = 'crash'", write_tombstone},
      {"sms", "SMS", "android_sms", "", write_message},
      {"dns_event", "DnsEvent", "android_dns_events", "", write_dns},
      {"connect_event", "ConnectEvent", "android_connect_events", "", write_connect},
      {"security_event", "SecurityEvent", "android_security_events", "", write_security},
  };
}

}  // namespace bridle::mvt

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "report/mvt_row.h"

namespace bridle::mvt {
namespace {

Result<> write_baseline(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  row.put(json, "package", "stored_name");
  row.put_moment(json, "ts", "time");
  for (std::string_view column : {"wifi_in", "wifi_out", "wwan_in", "wwan_out"})
    row.put(json, column, column);
  json.end();
  record.event(
      row.moment("time"), "osanalytics_addaily",
      fmt::format("{} WIFI IN: {}, WIFI OUT: {} - WWAN IN: {}, WWAN OUT: {}", row.text("stored_name"),
                  row.text("wifi_in"), row.text("wifi_out"), row.text("wwan_in"), row.text("wwan_out")));
  return {};
}

Result<> write_lookup(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  row.put(json, "package", "service");
  row.put(json, "user", "uri");
  row.put_moment(json, "isodate", "lookup_date");
  row.put(json, "idstatus", "id_status");
  row.put(json, "occurrences", "occurrences");
  json.end();
  record.event(row.moment("lookup_date"), "lookup",
               fmt::format("Lookup of {} within {} (Status {})", row.text("uri"), row.text("service"),
                           row.text("id_status")));
  return {};
}

// The members that MVT reads as times.
constexpr std::string_view location_times[] = {"ConsumptionPeriodBegin",
                                               "ReceivingLocationInformationTimeStopped",
                                               "VisitTimeStopped",
                                               "LocationTimeStopped",
                                               "BackgroundLocationTimeStopped",
                                               "SignificantTimeStopped",
                                               "NonPersistentSignificantTimeStopped",
                                               "FenceTimeStopped",
                                               "BeaconRegionTimeStopped"};

Result<> write_client(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  bool is_client = row.text("kind") == "client";
  if (!is_client) {
    if (std::ranges::find(location_times, row.text("member")) != std::end(location_times))
      record.event(row.moment("time"), row.text("member"),
                   fmt::format("{} from {}", row.text("member"), row.text("client")));
    return {};
  }
  json.object().member("package", row.text("client"));
  simdjson::dom::parser parser;
  simdjson::dom::object members;
  simdjson::padded_string padded(row.text("members"));
  if (parser.parse(padded).get(members) == simdjson::SUCCESS)
    for (auto [key, value] : members) {
      double seconds = 0;
      bool is_time = std::ranges::find(location_times, key) != std::end(location_times);
      json.key(key);
      if (is_time && value.get(seconds) == simdjson::SUCCESS) {
        auto time = time_or_nothing(time_from_cocoa_seconds(seconds));
        json.value(time && seconds != 0 ? to_mvt_time(*time) : std::string());
      } else {
        json.raw(simdjson::minify(value));
      }
    }
  json.end();
  return {};
}

Result<> write_shutdown(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  row.put_moment(json, "isodate", "time");
  json.member("pid", row.text("pid"));
  row.put(json, "client", "stored_as");
  row.put(json, "delay", "delay_seconds");
  row.put(json, "times_delayed", "notices");
  json.end();
  record.event(row.moment("time"), "shutdown",
               fmt::format("Client {} with PID {} was running when the device was shut down",
                           row.text("stored_as"), row.text("pid")));
  return {};
}

Result<> write_analytics(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  row.put_members(json, "members");
  row.put_moment(json, "isodate", "time");
  row.put(json, "artifact", "database");
  json.end();
  record.event(row.moment("time"), row.text("database"), std::string(row.text("members")));
  return {};
}

Result<> write_build(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  row.put_moment(json, "isodate", "time");
  row.put(json, "build", "build");
  json.member("version", "").end();
  record.event(row.moment("time"), "analytics_ios_version", fmt::format("Build {}", row.text("build")));
  return {};
}

Result<> write_version(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  row.put_moment(json, "isodate", "time");
  row.put(json, "os_version", "os_version");
  json.end();
  record.event(row.moment("time"), "ios_version",
               fmt::format("Recorded iOS version {}", row.text("os_version")));
  return {};
}

}  // namespace

std::vector<Module> program_modules() {
  return {
      {"os_analytics_ad_daily", "OSAnalyticsADDaily", "ios_os_analytics_ad_daily", "", write_baseline},
      {"id_status_cache", "IDStatusCache", "ios_id_status_cache",
       "t.lookup_date IS NOT NULL AND t.id_status IS NOT NULL", write_lookup},
      {"locationd_clients", "LocationdClients", "ios_locationd_clients", "", write_client},
      {"shutdown_log", "ShutdownLog", "ios_shutdown_log", "t.kind = 'client'", write_shutdown},
      {"analytics", "Analytics", "ios_analytics", "t.members IS NOT NULL", write_analytics},
      {"analytics_ios_versions", "AnalyticsIOSVersions", "ios_analytics",
       "t.id IN (SELECT id FROM (SELECT id, min(time) FROM ios_analytics WHERE build <> '' AND time IS NOT "
       "NULL GROUP BY build))",
       write_build},
      {"ios_version_history", "IOSVersionHistory", "ios_version_history",
       "t.report LIKE 'Analytics-Journal-%'", write_version},
  };
}

}  // namespace bridle::mvt

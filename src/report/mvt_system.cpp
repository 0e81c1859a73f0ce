#include <fmt/format.h>

#include "report/mvt_row.h"

namespace bridle::mvt {
namespace {

constexpr std::int64_t most_placeholders = 1000;  // of one gap

// One line per moment of a file, with the letters of what happened then; MVT never fills A.
void file_events(const Row& row, Record& record) {
  const std::string modified = row.moment("modified"), changed = row.moment("status_changed"),
                    born = row.moment("created");
  std::string data = fmt::format("{} - {}", row.text("relative_path"), row.text("domain"));
  for (const std::string& time : {modified, changed, born}) {
    if (time.empty()) continue;
    std::string kind = fmt::format("{}-{}{}", time == modified ? 'M' : '-', time == changed ? 'C' : '-',
                                   time == born ? 'B' : '-');
    bool told = false;
    for (const Event& event : record.events) told |= event.time == time;
    if (!told) record.event(time, kind, data);
  }
}

Result<> write_manifest(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  for (std::string_view key : {"file_id", "domain", "relative_path", "flags"}) row.put(json, key, key);
  for (std::string_view key : {"created", "modified", "status_changed"}) row.put_moment(json, key, key);
  auto mode = row.integer("mode");
  json.member("mode", mode ? fmt::format("0o{:o}", *mode) : std::string());
  row.put(json, "owner", "owner");
  row.put(json, "size", "size");
  json.end();
  file_events(row, record);
  return {};
}

std::string process_words(const Row& row, std::string_view name) {
  auto number = [&](std::string_view column) {
    auto value = row.integer(column);
    return value ? fmt::format("{}", *value) : std::string("None");
  };
  return fmt::format("{} (Bundle ID: {}, ID: {})", name,
                     row.is_null("bundle_id") ? "None" : row.text("bundle_id"), number("process_id"));
}

void put_usage(JsonWriter& json, const Row& row, const std::string& first, const std::string& last,
               std::string_view name, const std::string& live) {
  json.object().member("first_isodate", first).member("isodate", last).key("proc_name");
  name.empty() ? json.null() : json.value(name);
  row.put(json, "bundle_id", "bundle_id");
  row.put(json, "proc_id", "process_id");
  for (std::string_view key : {"wifi_in", "wifi_out", "wwan_in", "wwan_out", "live_id"})
    row.put(json, key, key);
  row.put(json, "live_proc_id", "live_process_id");
  json.member("live_isodate", live).end();
}

// MVT has no gaps but a made-up record for each missing id between two that are there.
Result<> write_gap(const CaseStore& store, const Row& row, Record& record) {
  std::int64_t first = row.integer("gap_first").value_or(0), last = row.integer("gap_last").value_or(-1);
  if (first < 2 || last < first || last - first >= most_placeholders) return {};
  auto before = TRY(store.database().prepare(
      "SELECT first_seen FROM ios_data_usage WHERE process_id = ? AND first_seen IS NOT NULL"));
  before.bind(1, first - 1);
  std::string time = TRY(before.step()) ? to_mvt_time(Time{before.integer(0)}) : std::string();
  std::string name = fmt::format("MISSING [follows {}]", row.text("gap_after"));
  // Several placeholders of one gap stand as one element, which is unfolded when it is written.
  for (std::int64_t id = first; id <= last; ++id) {
    if (id > first) record.json.raw(",\n");
    JsonWriter one(false);
    one.object().member("first_isodate", time).member("isodate", time).member("proc_name", name);
    for (std::string_view key : {"bundle_id", "wifi_in", "wifi_out", "wwan_in", "wwan_out", "live_id"})
      one.key(key).null();
    one.member("proc_id", id).member("live_proc_id", id).member("live_isodate", time).end();
    record.json.raw(one.text());
    record.event(time, "live_usage",
                 fmt::format("{} (Bundle ID: None, ID: {}) WWAN IN: None, WWAN OUT: None", name, id));
  }
  return {};
}

Result<> write_usage(const CaseStore& store, const Row& row, Record& record) {
  if (row.text("kind") == "gap") return write_gap(store, row, record);
  bool orphan = row.is_null("process_id");
  std::string live = row.moment("live_time");
  std::string first = orphan ? live : row.moment("first_seen"),
              last = orphan ? live : row.moment("last_seen");
  if (live.empty()) live = first;
  std::string_view name = orphan ? "MANIPULATED [process record deleted]" : row.text("stored_name");
  put_usage(record.json, row, first, last, name, live);
  auto bytes = [&](std::string_view column) {
    return row.is_null(column) ? std::string("None") : std::string(row.text(column));
  };
  std::string words = process_words(row, name);
  record.event(live, "live_usage",
               fmt::format("{} WWAN IN: {}, WWAN OUT: {}", words, bytes("wwan_in"), bytes("wwan_out")));
  if (orphan || row.is_null("live_process_id")) return {};
  record.event(first, "first_usage", words);
  record.event(last, "current_usage", words);
  return {};
}

Result<> write_tcc(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  bool modern = !row.is_null("auth_value");
  json.object();
  row.put(json, "service", "service");
  row.put(json, "client", "client");
  json.member("client_type", row.integer("client_type").value_or(0) == 0 ? "bundle_id" : "absolute_path");
  row.put(json, modern ? "auth_value" : "allowed_value", "decision");
  if (modern)
    json.member("auth_reason_desc", row.text("reason") == "none" ? "unknown" : row.text("reason"));
  else
    row.put(json, "prompt_count", "prompt_count");
  if (!row.is_null("last_modified")) row.put_moment(json, "last_modified", "last_modified");
  json.end();
  record.event(
      row.moment("last_modified"), "AccessRequest",
      fmt::format("{} from {} was {}", row.text("service"), row.text("client"), row.text("decision")));
  return {};
}

}  // namespace

std::vector<Module> system_modules() {
  return {
      {"manifest", "Manifest", "ios_manifest", "", write_manifest},
      // Gaps after the last process are unknown to MVT, and it reads this one of the two databases only.
      {"datausage", "Datausage", "ios_data_usage",
       "(SELECT path FROM coverage c WHERE c.task = t.task) LIKE '%/DataUsage.sqlite' AND "
       "(t.kind <> 'gap' OR t.gap_last < (SELECT max(process_id) FROM ios_data_usage p WHERE p.task = "
       "t.task))",
       write_usage,
       "coalesce(t.first_seen, t.live_time, (SELECT first_seen FROM ios_data_usage p WHERE p.task = t.task "
       "AND p.process_id = t.gap_first - 1)), t.id"},
      {"netusage", "Netusage", "ios_data_usage",
       "(SELECT path FROM coverage c WHERE c.task = t.task) LIKE '%/netusage.sqlite' AND "
       "(t.kind <> 'gap' OR t.gap_last < (SELECT max(process_id) FROM ios_data_usage p WHERE p.task = "
       "t.task))",
       write_usage},
      {"tcc", "TCC", "ios_tcc", "t.kind = 'access'", write_tcc},
  };
}

}  // namespace bridle::mvt

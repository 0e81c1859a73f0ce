#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "findings/rule.h"

namespace bridle::rule_files::ios::triangulation_timeline {

extern const Rule rule;

namespace {

constexpr std::int64_t window = 300'000'000'000;  // five minutes, in nanoseconds

// What of the published chain of events an event belongs to; alone, each happens on every phone.
struct Class {
  std::string_view what;
  std::array<std::string_view, 5> needs;  // the table, then its columns
  std::string_view sql;                   // time, id; in any order
};
constexpr Class classes[] = {
    {"traffic of a program of the chain",
     {"ios_data_usage", "process_name", "full_process_name", "stored_name", "live_time"},
     // DataUsage.sqlite cuts the name of a process at 16 characters, and not what stands behind a slash.
     "SELECT live_time, id FROM ios_data_usage WHERE live_time IS NOT NULL AND (process_name IN ('nehelper', "
     "'com.apple.WebKit') OR full_process_name IN ('nehelper', 'com.apple.WebKit.WebContent') OR stored_name "
     "IN ('powerd/com.apple.datausage.diagnostics', 'lockdownd/com.apple.datausage.security'))"},
    {"a folder of attachments without an attachment",
     {"ios_manifest", "domain", "relative_path", "flags", "status_changed"},
     "SELECT status_changed, id FROM ios_manifest d WHERE domain = 'MediaDomain' AND flags = 2 AND "
     "(relative_path GLOB 'Library/SMS/Attachments/[0-9a-f][0-9a-f]' OR relative_path GLOB "
     "'Library/SMS/Attachments/[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]') AND modified = status_changed AND NOT "
     "EXISTS (SELECT 1 FROM ios_manifest f WHERE f.domain = 'MediaDomain' AND f.flags = 1 AND "
     "f.relative_path >= d.relative_path || '/' AND f.relative_path < d.relative_path || '0')"},
    {"a change of a settings file that the chain touches",
     {"ios_manifest", "domain", "relative_path", "modified", "flags"},
     "SELECT modified, id FROM ios_manifest WHERE modified IS NOT NULL AND flags = 1 AND "
     "((domain = 'RootDomain' AND relative_path = 'Library/Preferences/com.apple.ImageIO.plist') OR (domain "
     "= 'HomeDomain' AND relative_path IN "
     "('Library/Preferences/com.apple.locationd.StatusBarIconManager.plist', "
     "'Library/Preferences/com.apple.imservice.ids.FaceTime.plist')))"},
    {"the end of a use of the phone's place by a bundle of the chain",
     {"ios_locationd_clients", "kind", "client", "member", "time"},
     "SELECT time, id FROM ios_locationd_clients WHERE kind = 'moment' AND member = 'LocationTimeStopped' "
     "AND time IS NOT NULL AND (client LIKE '%/IonosphereHarvest.bundle' OR client LIKE "
     "'%/WRMLinkSelection.bundle')"},
};

struct Event {
  std::int64_t time;
  std::size_t kind;
  std::int64_t record;
  auto operator<=>(const Event&) const = default;
};

Result<std::vector<Event>> events_of(const CaseView& view) {
  std::vector<Event> events;
  for (std::size_t kind = 0; kind < std::size(classes); ++kind) {
    const auto& needs = classes[kind].needs;
    if (!view.has_rows(needs[0], {needs[1], needs[2], needs[3], needs[4]})) continue;
    auto select = TRY(view.store.database().prepare(classes[kind].sql));
    while (TRY(select.step())) events.push_back({select.integer(0), kind, select.integer(1)});
  }
  std::ranges::sort(events);
  return events;
}

Finding finding_from(std::span<const Event> events) {
  Finding finding = finding_of(rule);
  std::set<std::size_t> kinds;
  for (const Event& event : events) {
    kinds.insert(event.kind);
    add_record(finding, classes[event.kind].needs[0], event.record, Time{event.time});
  }
  std::vector<std::string_view> what;
  what.reserve(kinds.size());
  for (std::size_t kind : kinds) what.push_back(classes[kind].what);
  if (kinds.size() > 2) finding.severity = Severity::high;
  finding.statement = fmt::format("Within five minutes of each other stand {}.", fmt::join(what, ", and "));
  return finding;
}

Result<std::vector<Finding>> raise(const CaseView& view) {
  auto events = TRY(events_of(view));
  // Stretches of events of which each lies within the window of one of another class.
  std::vector<bool> coincides(events.size());
  for (std::size_t i = 0; i < events.size(); ++i)
    for (std::size_t j = i + 1; j < events.size() && events[j].time - events[i].time <= window; ++j)
      if (events[i].kind != events[j].kind) coincides[i] = coincides[j] = true;
  std::vector<Finding> findings;
  std::vector<Event> stretch;
  auto close = [&] {
    if (!stretch.empty()) findings.push_back(finding_from(stretch));
    stretch.clear();
  };
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (!coincides[i]) continue;
    if (!stretch.empty() && events[i].time - stretch.back().time > window) close();
    stretch.push_back(events[i]);
  }
  close();
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.triangulation_timeline",
    .title = "Events that follow each other as in Operation Triangulation",
    .looks_at =
        "within five minutes, at least two of: traffic of nehelper, com.apple.WebKit.WebContent, "
        "powerd/com.apple.datausage.diagnostics or lockdownd/com.apple.datausage.security (ios_data_usage); "
        "a folder of "
        "Library/SMS/Attachments without a file (ios_manifest); a change of com.apple.ImageIO.plist, "
        "com.apple.locationd.StatusBarIconManager.plist or com.apple.imservice.ids.FaceTime.plist; "
        "LocationTimeStopped of IonosphereHarvest.bundle or WRMLinkSelection.bundle "
        "(ios_locationd_clients). High when three or four meet",
    .severity = Severity::medium,
    .confidence = Confidence::low,
    .means =
        "Kaspersky found these events together on the phones of Operation Triangulation (2023), where a "
        "message with an attachment that removed itself brought in an implant; its triangle_check looks for "
        "the same.",
    .not_shown =
        "That a message came, or that anything was run: each of these events alone happens on every phone.",
    .innocent = "Restores, updates and first set-ups touch many of these files in the same minutes.",
    .check =
        "Lay the records beside each other in the timeline, and look whether a restore, an update or a "
        "reboot stands in the same hour. Look for the process BackupAgent in the network usage.",
    .references =
        "https://securelist.com/find-the-triangulation-utility/109867/\n"
        "https://github.com/KasperskyLab/triangle_check",
    .versions = "iOS 12 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::triangulation_timeline

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "findings/rule.h"

namespace bridle::rule_files::ios::message_then_crash {

extern const Rule rule;

namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t before_crash = 60 * second, after_crash = 600 * second;
constexpr std::size_t most_crashes = 10'000;

struct Event {
  std::int64_t time = 0, record = 0;
  std::string table, what;
};

// Processes that handle what others send, and that crashed in published cases (ios-artifacts.md 4.6).
constexpr std::string_view crash_sql =
    "SELECT time, id, '{0}', process FROM {0} WHERE time IS NOT NULL AND process IN ('IMTranscoderAgent', "
    "'imagent', 'MessagesBlastDoorService', 'homed', 'fmfd', 'mediaserverd', 'CommCenter', 'apsd', "
    "'identityservicesd', 'passd', 'assistantd', 'mobileassetd')";

Result<std::vector<Event>> crashes_of(const CaseView& view) {
  std::vector<Event> crashes;
  for (std::string_view table : {"ios_crash_reports", "ios_biome_crashes"}) {
    if (!view.has_rows(table, {"time", "process"})) continue;
    std::string sql = fmt::format(fmt::runtime(crash_sql), table);
    if (table == "ios_crash_reports") sql += " AND kind = 'report' AND report_kind = 'crash'";
    auto select = TRY(view.store.database().prepare(sql));
    while (crashes.size() < most_crashes && TRY(select.step()))
      crashes.push_back(
          {select.integer(0), select.integer(1), std::string(select.text(2)), std::string(select.text(3))});
  }
  std::ranges::sort(crashes, {}, [](const Event& e) { return std::tie(e.time, e.table, e.record); });
  return crashes;
}

// The crash after a moment, at most a minute later.
const Event* crash_after(const std::vector<Event>& crashes, std::int64_t time) {
  auto next = std::ranges::lower_bound(crashes, time, {}, &Event::time);
  return next != crashes.end() && next->time - time <= before_crash ? &*next : nullptr;
}

// Messages that arrived within the minute before a crash from somebody who had not written before.
Result<std::vector<Event>> first_messages(const CaseView& view, const std::vector<Event>& crashes) {
  std::vector<Event> messages;
  if (!view.has_rows("ios_sms", {"date", "relation", "handle"})) return messages;
  auto& database = view.store.database();
  auto select = TRY(database.prepare(
      "SELECT date, id, handle FROM ios_sms WHERE relation = 'received' AND handle IS NOT NULL AND date "
      "BETWEEN ?1 AND ?2"));
  select.bind_all(crashes.front().time - before_crash, crashes.back().time);
  while (messages.size() < most_crashes && TRY(select.step()))
    if (crash_after(crashes, select.integer(0)) != nullptr)
      messages.push_back({select.integer(0), select.integer(1), "ios_sms", std::string(select.text(2))});
  if (messages.empty()) return messages;
  std::set<std::string, std::less<>> known;
  auto earlier = TRY(database.prepare(
      "SELECT handle, min(date) FROM ios_sms WHERE handle IS NOT NULL AND date IS NOT NULL GROUP BY handle"));
  while (TRY(earlier.step())) {
    std::string_view handle = earlier.text(0);
    for (const Event& message : messages)
      if (message.what == handle && earlier.integer(1) < message.time) known.emplace(handle);
  }
  std::erase_if(messages, [&](const Event& message) { return known.contains(message.what); });
  std::ranges::sort(messages, {}, [](const Event& e) { return std::pair(e.time, e.record); });
  return messages;
}

// Programs first seen, and traffic without a program, in the ten minutes after the crash.
Result<std::vector<Event>> first_programs(const CaseView& view, const Event& crash) {
  std::vector<Event> found;
  auto take = [&](std::string_view sql) -> Result<> {
    auto select = TRY(view.store.database().prepare(sql));
    select.bind_all(crash.time, crash.time + after_crash);
    while (TRY(select.step()))
      found.push_back(
          {select.integer(0), select.integer(1), std::string(select.text(2)), std::string(select.text(3))});
    return {};
  };
  if (view.has_rows("process_source", {"process", "source", "first_seen", "first_record"}))
    TRY(
        take("SELECT s.first_seen, s.first_record, s.source, coalesce(p.name, p.app) FROM process_source s "
             "JOIN process p ON p.id = s.process WHERE s.first_seen BETWEEN ?1 AND ?2 AND p.first_seen = "
             "s.first_seen AND s.source IN ('ios_data_usage', 'ios_netusage') ORDER BY s.first_seen, p.id"));
  if (view.has_rows("ios_data_usage", {"kind", "live_time"}))
    TRY(
        take("SELECT live_time, id, 'ios_data_usage', 'a program whose record is gone' FROM ios_data_usage "
             "WHERE kind = 'orphan' AND live_time BETWEEN ?1 AND ?2 ORDER BY live_time, id"));
  return found;
}

Result<std::vector<Finding>> raise(const CaseView& view) {
  std::vector<Finding> findings;
  auto crashes = TRY(crashes_of(view));
  if (crashes.empty()) return findings;
  for (const Event& message : TRY(first_messages(view, crashes))) {
    const Event& crash = *crash_after(crashes, message.time);
    auto programs = TRY(first_programs(view, crash));
    Finding finding = finding_of(rule);
    add_record(finding, message.table, message.record, Time{message.time});
    add_record(finding, crash.table, crash.record, Time{crash.time});
    finding.statement = fmt::format("The first message of {} arrived; {} seconds later {} crashed.",
                                    message.what, (crash.time - message.time) / second, crash.what);
    std::vector<std::string> names;
    for (const Event& program : programs) {
      add_record(finding, program.table, program.record, Time{program.time});
      names.push_back(program.what);
    }
    if (!names.empty()) {
      finding.severity = Severity::high;
      finding.confidence = Confidence::medium;
      finding.statement += fmt::format(" In the ten minutes after it, traffic began of {}.", listed(names));
    }
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.message_then_crash",
    .title = "First message of a sender, then a crash of what reads messages",
    .looks_at =
        "a received message (ios_sms) of a sender without an earlier message, and within 60 seconds a crash "
        "(ios_crash_reports, ios_biome_crashes) of IMTranscoderAgent, imagent, MessagesBlastDoorService, "
        "homed, fmfd, mediaserverd, CommCenter, apsd, identityservicesd, passd, assistantd or mobileassetd; "
        "high when within ten minutes a program has its first network traffic, or traffic stands there "
        "without its program",
    .severity = Severity::medium,
    .confidence = Confidence::low,
    .means =
        "Exploits that need no click arrive in a message and often crash the process that reads it, "
        "sometimes "
        "several times, before the implant runs: FORCEDENTRY, KISMET, FINDMYPWN, PWNYOURHOME (Citizen Lab "
        "2020 to 2023). The chain counts, not its links.",
    .not_shown = "That the message caused the crash, or that anything was run.",
    .innocent =
        "These processes also crash of faults of their own, and people get messages from new senders every "
        "day; now and then both fall into one minute.",
    .check =
        "Read the crash report: the exception, the backtrace, images without a path. Look at the message and "
        "its attachments, and at further crashes in the same minutes.",
    .references =
        "https://citizenlab.ca/2021/09/"
        "forcedentry-nso-group-imessage-zero-click-exploit-captured-in-the-wild/\n"
        "https://citizenlab.ca/2023/04/nso-groups-pegasus-spyware-returns-in-2022/",
    .versions = "iOS 13 to 18",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::message_then_crash

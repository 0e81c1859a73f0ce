#include <fmt/format.h>

#include "base/local_text.h"
#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::launchd_log {
namespace {

struct Row {
  std::string_view event;
  std::optional<Time> time;
  std::string_view time_local;
  std::string_view domain;
  std::optional<ProcessName> service;
  std::optional<std::int64_t> pid;
  std::optional<std::string_view> level;
  Prose text;
};

constexpr std::array columns{
    column<&Row::event>(
        "spawned: a program was started for the service; exited: it ended, and text says how; "
        "other."),
    column<&Row::time>("When, UTC, by the zone that the evidence shows to have been in force then (table "
                       "time_zone of the case); NULL when it does not tell.")
        .event("launchd"),
    column<&Row::time_local>("The same by the device's wall clock, as written."),
    column<&Row::domain>("Domain of the service: system, user/501, pid/1234 and others."),
    column<&Row::service>("Label of the service, often a bundle identifier; NULL for lines of a domain.")
        .relation(Relation::executed),
    column<&Row::pid>("Process id of the service, where the line has one."),
    column<&Row::level>("Level of the line: Notice, Error and others."),
    column<&Row::text>("The line behind its head."),
};
constexpr TableSchema schema = table<Row>(
    "ios_launchd_log", "One row per line of launchd's log: services that were started and ended.", columns);

constexpr std::string_view paths[] = {
    "/private/var/log/com.apple.xpc.launchd/launchd.log*",
};

// "2021-10-13 08:41:01.123456 (system/com.example.daemon [123]) <Notice>: text"
constexpr std::size_t stamp_size = 26;

void use_target(std::string_view target, Row& row) {
  if (auto number = between(target, "[", "]")) {
    if (auto pid = parse_integer(*number)) row.pid = *pid;
    target = trim(target.substr(0, target.find('[')));
  }
  // user/501/com.example and pid/12/com.example have a number before the label.
  auto slash = target.find('/');
  if (slash != std::string_view::npos && slash + 1 < target.size() && is_digit(target[slash + 1])) {
    auto second = target.find('/', slash + 1);
    slash = second;
  }
  row.domain = target.substr(0, slash);
  if (slash != std::string_view::npos) row.service = ProcessName{target.substr(slash + 1)};
}

std::string_view event_of(std::string_view text) {
  if (text.contains("spawned")) return "spawned";
  return text.contains("exited") || text.contains("Exited") || text.contains("terminated") ? "exited"
                                                                                           : "other";
}

bool parse_head(std::string_view line, Row& row, LocalTime& time) {
  auto local = parse_local_time(line.substr(0, stamp_size));
  std::string_view rest = line.size() > stamp_size ? trim(line.substr(stamp_size)) : std::string_view{};
  auto end = rest.find(')');
  if (!local || !rest.starts_with('(') || end == std::string_view::npos) return false;
  time = *local;
  use_target(rest.substr(1, end - 1), row);
  rest = trim(rest.substr(end + 1));
  if (rest.starts_with('<')) {
    row.level = between(rest, "<", ">");
    auto colon = rest.find(':');
    rest = colon == std::string_view::npos ? std::string_view{} : trim(rest.substr(colon + 1));
  }
  row.text = Prose{rest};
  row.event = event_of(rest);
  return true;
}

Result<> extract(Input& in, Rows<Row>& out) {
  Lines lines(TRY(in.text()), in.first_line());
  std::int64_t known = 0, others = 0;
  while (auto line = lines.next()) {
    Row row{.event = "other", .time_local = "", .domain = "", .text = {}};
    LocalTime time;
    if (!parse_head(line->text, row, time)) {
      others += !trim(line->text).empty();
      continue;
    }
    ++known;
    std::string local = in_iso8601(time);
    row.time = in.entry().clock.to_utc(time);
    row.time_local = local;
    out.add(at_line(line->number), row);
  }
  if (known == 0 && others > 0) return fail(Fault::unsupported, "no line of a launchd log in this file");
  if (others > 0) in.note(fmt::format("lines of another form, which were passed over: {}", others));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.launchd_log",
    .title = "Log of started and ended services (launchd)",
    .source =
        "launchd.log of iOS 15 and 16 in the form that macOS has; ios-artifacts.md 4.9; not met on an "
        "iPhone's own file",
    .platform = Platform::ios,
    .question = Question::processes,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .in_dumps = Presence::usual,
};

}  // namespace bridle::ios::launchd_log

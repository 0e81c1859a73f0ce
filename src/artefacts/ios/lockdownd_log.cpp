#include <fmt/format.h>

#include "base/local_text.h"
#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::lockdownd_log {
namespace {

struct Row {
  std::string_view event;
  std::optional<Time> time;
  std::string_view time_local;
  std::optional<std::int64_t> pid;
  std::string_view function;
  std::optional<std::string_view> host_tool;
  std::optional<std::string_view> asked_for;
  Prose text;
};

constexpr std::array columns{
    column<&Row::event>(
        "started, passcode_changed, upgraded, value_asked (a computer's tool asked for one), pairing, "
        "session; other for lines of another kind."),
    column<&Row::time>("When, UTC, by the zone that the evidence shows to have been in force then (table "
                       "time_zone of the case); NULL when it does not tell.")
        .event("lockdownd"),
    column<&Row::time_local>("The same by the device's wall clock, as written."),
    column<&Row::pid>("Process id of lockdownd: another one after each start of the phone."),
    column<&Row::function>("Where in the program the line was written."),
    column<&Row::host_tool>("value_asked: the program of the computer that asked."),
    column<&Row::asked_for>("value_asked: what it asked for."),
    column<&Row::text>("The line behind its function."),
};
constexpr TableSchema schema =
    table<Row>("ios_lockdownd_log",
               "One row per line of lockdownd's log: computers, pairings, starts, the passcode.", columns);

constexpr std::string_view paths[] = {
    "/private/var/logs/lockdownd.log*",
    "/private/var/logs/lockdown_service.log*",
    "sysdiagnose/logs/MobileLockdown/lockdownd.log*",
};

// "10/13/21 07:57:42.865446 pid=69 function: text"; years count from 2000.
struct Head {
  std::string_view function, text;
  LocalTime time;
  std::optional<std::int64_t> pid;
};

std::optional<LocalTime> parse_time(std::string_view text) {
  if (text.size() < 17 || text[2] != '/' || text[5] != '/' || text[8] != ' ') return std::nullopt;
  auto time = parse_local_time(
      fmt::format("20{}-{}-{}T{}", text.substr(6, 2), text.substr(0, 2), text.substr(3, 2), text.substr(9)));
  return time ? std::optional(*time) : std::nullopt;
}

std::optional<Head> parse_head(std::string_view line) {
  auto pid = line.find(" pid=");
  if (pid == std::string_view::npos || pid > 30) return std::nullopt;
  auto time = parse_time(line.substr(0, pid));
  if (!time) return std::nullopt;
  std::string_view rest = line.substr(pid + 5);
  Head head{.function = {}, .text = {}, .time = *time, .pid = {}};
  auto blank = rest.find(' ');
  if (auto number = parse_integer(rest.substr(0, blank))) head.pid = *number;
  rest = blank == std::string_view::npos ? std::string_view{} : rest.substr(blank + 1);
  auto colon = rest.find(": ");
  head.function = rest.substr(0, colon == std::string_view::npos ? 0 : colon);
  head.text = colon == std::string_view::npos ? rest : rest.substr(colon + 2);
  return head;
}

void classify(const Head& head, Row& row) {
  std::string_view text = head.text, function = head.function;
  if (auto tool = text.find(" attempting to get ["); tool != std::string_view::npos) {
    row.event = "value_asked";
    row.host_tool = text.substr(0, tool);
    row.asked_for = between(text, " attempting to get [", "]");
  } else if (function.contains("password_changed_callback") || text.contains("password_changed_callback")) {
    row.event = "passcode_changed";
  } else if (text.contains("Detected upgrade")) {
    row.event = "upgraded";
  } else if (text.starts_with("Starting Up") || (function == "main" && text.contains("Starting Up"))) {
    row.event = "started";
  } else if (to_lower_ascii(function).contains("pair") || to_lower_ascii(text).contains("pairing")) {
    row.event = "pairing";
  } else if (to_lower_ascii(function).contains("session")) {
    row.event = "session";
  }
}

Result<> extract(Input& in, Rows<Row>& out) {
  Lines lines(TRY(in.text()), in.first_line());
  std::int64_t known = 0, others = 0;
  while (auto line = lines.next()) {
    auto head = parse_head(line->text);
    if (!head) {
      others += !trim(line->text).empty();
      continue;
    }
    ++known;
    std::string local = in_iso8601(head->time);
    Row row{.event = "other",
            .time = in.entry().clock.to_utc(head->time),
            .time_local = local,
            .pid = head->pid,
            .function = head->function,
            .text = Prose{head->text}};
    classify(*head, row);
    out.add(at_line(line->number), row);
  }
  if (known == 0 && others > 0) return fail(Fault::unsupported, "no line of a lockdownd log in this file");
  if (others > 0) in.note(fmt::format("lines without a time, which continue others: {}", others));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.lockdownd_log",
    .title = "Log of computers and pairings (lockdownd)",
    .source = "lockdownd.log of iOS 9 to 18; ios-artifacts.md 4.10; checked on one of iOS 15",
    .platform = Platform::ios,
    .question = Question::device,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .in_dumps = Presence::usual,
};

}  // namespace bridle::ios::lockdownd_log

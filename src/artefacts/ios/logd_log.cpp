#include <fmt/format.h>

#include "base/local_text.h"
#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::logd_log {
namespace {

struct Row {
  std::string_view event;
  std::optional<Time> time;
  std::int64_t utc_offset_seconds;
  std::optional<ProcessName> process;
  std::optional<std::int64_t> pid;
  Prose text;
};

constexpr std::array columns{
    column<&Row::event>("started: the logging service came up, as at each start of the phone; stopped: no "
                        "program logs any more, as at its end; zone_changed; power_button: the log was saved "
                        "for a pressed button; other."),
    column<&Row::time>("When, UTC by the device's clock and the offset in the line, 1 s steps.")
        .event("logd"),
    column<&Row::utc_offset_seconds>("Seconds that the device's zone was east of Greenwich then."),
    column<&Row::process>("The process that wrote the line: logd or its helper.")
        .relation(Relation::executed),
    column<&Row::pid>("Its process id."),
    column<&Row::text>("The line behind its head."),
};
constexpr TableSchema schema =
    table<Row>("ios_logd_log",
               "One row per line of the logging service's own log: starts, ends, zone changes.", columns);

constexpr std::string_view paths[] = {
    "/private/var/db/diagnostics/logd.*.log",
    "sysdiagnose/system_logs.logarchive/Extra/logd.*.log",
};

struct Marker {
  std::string_view begin, event;
};
constexpr Marker markers[] = {
    {"libtrace_kic=", "started"},
    {"No userlevel firehose clients left", "stopped"},
    {"Time zone changed", "zone_changed"},
    {"flush for power button", "power_button"},
};

// "2021-08-11 09:02:08-0400 logd[29]: text"
constexpr std::size_t stamp_size = 24;

std::optional<Row> parse_line(std::string_view line) {
  std::string_view stamp = line.substr(0, stamp_size);
  auto time = parse_time_with_offset(stamp);
  auto offset = utc_offset_in(stamp);
  if (!time || !offset) return std::nullopt;
  std::string_view rest = trim(line.substr(stamp_size));
  Row row{
      .event = "other", .time = *time, .utc_offset_seconds = *offset, .process = {}, .pid = {}, .text = {}};
  auto colon = rest.find(": ");
  std::string_view writer = rest.substr(0, colon == std::string_view::npos ? 0 : colon);
  row.text = Prose{colon == std::string_view::npos ? rest : rest.substr(colon + 2)};
  if (!writer.empty()) row.process = ProcessName{writer.substr(0, writer.find('['))};
  if (auto number = between(writer, "[", "]"))
    if (auto pid = parse_integer(*number)) row.pid = *pid;
  for (const Marker& marker : markers)
    if (row.text.text.starts_with(marker.begin)) row.event = marker.event;
  return row;
}

Result<> extract(Input& in, Rows<Row>& out) {
  Lines lines(TRY(in.text()), in.first_line());
  std::int64_t known = 0, others = 0;
  while (auto line = lines.next()) {
    auto row = parse_line(line->text);
    if (row) out.add(at_line(line->number), *row);
    known += row.has_value();
    others += !row && !trim(line->text).empty();
  }
  if (known == 0 && others > 0) return fail(Fault::unsupported, "no line of a logd log in this file");
  if (others > 0) in.note(fmt::format("lines without a time, which continue others: {}", others));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.logd_log",
    .title = "Log of the logging service (logd)",
    .source = "logd.0.log of iOS 14 to 18; ios-artifacts.md 4.7; checked on one of iOS 15",
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

}  // namespace bridle::ios::logd_log

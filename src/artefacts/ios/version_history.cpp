#include <string>

#include "base/local_text.h"
#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::version_history {
namespace {

struct Row {
  std::optional<Time> time;
  std::optional<std::int64_t> utc_offset_seconds;
  std::string_view os_version;
  std::string_view report;
};

constexpr std::array columns{
    column<&Row::time>("When the report was made, UTC by device clock and the zone in it, 10 ms steps; NULL "
                       "when its head gives no time.")
        .event("ios_version"),
    column<&Row::utc_offset_seconds>("Seconds that the device's zone was east of Greenwich then."),
    column<&Row::os_version>("Version and build of the system then: iPhone OS 15.3.1 (19D52)."),
    column<&Row::report>("File name of the report."),
};
constexpr TableSchema schema = table<Row>(
    "ios_version_history", "One row per report, for the version of the system that its head names.", columns);

constexpr std::string_view paths[] = {
    "/private/var/db/analyticsd/Analytics-Journal-*.ips",
    "/private/var/mobile/Library/Logs/CrashReporter/Analytics-Journal-*",
    "/private/var/mobile/Library/Logs/CrashReporter/**/*.ips*",
    "sysdiagnose/crashes_and_spins/**/*.ips*",
};

// A member of the head, which is one line of flat JSON. Inside another text its quotes would be escaped.
std::optional<std::string_view> member(std::string_view head, std::string_view name) {
  std::string key = '"' + std::string(name) + '"';
  auto at = head.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view rest = trim(head.substr(at + key.size()));
  if (!rest.starts_with(':')) return std::nullopt;
  rest = trim(rest.substr(1));
  if (!rest.starts_with('"')) return std::nullopt;
  return rest.substr(1, rest.find('"', 1) - 1);
}

Result<> extract(Input& in, Rows<Row>& out) {
  auto head = Lines(TRY(in.text())).next();
  std::string_view line = head ? head->text : std::string_view{};
  auto version = member(line, "os_version");
  if (!line.starts_with('{') || !version)
    return fail(Fault::unsupported, "the head of the report names no version");
  std::string_view path = in.entry().path, stamp = member(line, "timestamp").value_or("");
  auto time = time_or_nothing(parse_time_with_offset(stamp));
  out.add(at_line(1), {.time = time,
                       .utc_offset_seconds = time ? utc_offset_in(stamp) : std::nullopt,
                       .os_version = *version,
                       .report = path.substr(path.rfind('/') + 1)});
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.version_history",
    .title = "Versions of the system over time",
    .source = "heads of .ips reports of iOS 9 to 26; ios-artifacts.md 2.2 and 4.6",
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

}  // namespace bridle::ios::version_history

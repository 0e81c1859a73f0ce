#include <string>

#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::version_history {
namespace {

struct Row {
  std::optional<Time> time;
  std::string_view os_version;
  std::string_view report;
};

constexpr std::array columns{
    column<&Row::time>("When the report was made, UTC by device clock and the zone in it, 10 ms steps; NULL "
                       "when its head gives no time.")
        .event("ios_version"),
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

// "2022-02-14 10:11:12.34 -0500".
std::optional<Time> parse_time(std::string_view text) {
  auto blank = text.rfind(' ');
  if (text.size() < 25 || text[10] != ' ' || blank == 10 || text.size() - blank != 6) return std::nullopt;
  std::string local(text.substr(0, blank));
  local[10] = 'T';
  auto time = time_from_iso8601(local + 'Z');
  auto hours = parse_integer(text.substr(blank + 2, 2)), minutes = parse_integer(text.substr(blank + 4, 2));
  char sign = text[blank + 1];
  if (!time || !hours || !minutes || (sign != '+' && sign != '-')) return std::nullopt;
  std::int64_t east = (*hours * 60 + *minutes) * 60'000'000'000 * (sign == '-' ? -1 : 1), utc = 0;
  if (__builtin_sub_overflow(time->nanoseconds, east, &utc)) return std::nullopt;
  return Time{utc};
}

Result<> extract(Input& in, Rows<Row>& out) {
  auto head = Lines(TRY(in.text())).next();
  std::string_view line = head ? head->text : std::string_view{};
  auto version = member(line, "os_version");
  if (!line.starts_with('{') || !version)
    return fail(Fault::unsupported, "the head of the report names no version");
  std::string_view path = in.entry().path;
  out.add(at_line(1), {.time = parse_time(member(line, "timestamp").value_or("")),
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
};

}  // namespace bridle::ios::version_history

#include <fmt/format.h>

#include "base/local_time.h"
#include "evidence/input.h"
#include "formats/crash_report.h"
#include "records/artefact.h"

namespace bridle::ios::crash_processes {
namespace {

struct Row {
  std::string_view report_kind;
  std::optional<Time> time;
  std::optional<ProcessName> process;
  std::optional<std::string_view> uuid;
  std::optional<std::int64_t> pid;
  std::optional<std::int64_t> coalition;
  std::optional<std::string_view> states;
  std::optional<std::string_view> reason;
  std::optional<std::int64_t> pages;
  std::optional<std::int64_t> most_pages;
  std::optional<double> cpu_seconds;
  std::string_view file_name;
};

constexpr std::array columns{
    column<&Row::report_kind>(
        "jetsam: the phone was short of memory; stackshot: what every process was doing; or "
        "another kind of report with such a list."),
    column<&Row::time>("When the list was made, UTC by the device's clock and the zone in the report.")
        .event("process_seen"),
    column<&Row::process>("Name of the process. Jetsam: the kernel cuts it at 32 characters.")
        .relation(Relation::executed)
        .cut_at(32),
    column<&Row::uuid>("UUID of its executable, upper case, with dashes."),
    column<&Row::pid>("Process id."),
    column<&Row::coalition>("Number of the job that it belonged to."),
    column<&Row::states>("Its states, as written: daemon, frontmost, suspended, idle and others."),
    column<&Row::reason>("Jetsam: why it was ended; NULL when it was not."),
    column<&Row::pages>("Jetsam: memory that it held, in pages."),
    column<&Row::most_pages>("Jetsam: the most that it ever held, in pages."),
    column<&Row::cpu_seconds>("Jetsam: processor time, in seconds."),
    column<&Row::file_name>("Name of the file."),
};
constexpr TableSchema schema = table<Row>(
    "ios_crash_processes", "One row per process that a report lists as running at that moment.", columns);

// As ios.crash_reports: names of files do not tell which reports have a list.
constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Logs/CrashReporter/**/*.ips*",
    "/private/var/mobile/Library/Logs/CrashReporter/**/*.synced",
    "/private/var/root/Library/Logs/CrashReporter/**/*.ips*",
    "/private/var/logs/CrashReporter/**/*.ips*",
    "sysdiagnose/crashes_and_spins/**/*.ips*",
};

template <class T = std::string_view>
std::optional<T> some(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(T{text});
}

void add_list(const CrashReport& report, std::string_view file_name, Rows<Row>& out) {
  auto time = time_or_nothing(parse_time_with_offset(report.time));
  for (const CrashProcess& process : report.processes) {
    Locator where{fmt::format("line {}, key {}", report.line, process.place)};
    if (process.name.empty() && process.uuid.empty()) {
      out.skip(where, {Fault::malformed, "process without name and UUID"});
      continue;
    }
    out.add(where, {.report_kind = crash_report_kind(report.bug_type),
                    .time = time,
                    .process = some<ProcessName>(process.name),
                    .uuid = some(process.uuid),
                    .pid = process.pid,
                    .coalition = process.coalition,
                    .states = some(process.states),
                    .reason = some(process.reason),
                    .pages = process.pages,
                    .most_pages = process.most_pages,
                    .cpu_seconds = process.cpu_seconds,
                    .file_name = file_name});
  }
  auto lost = report.process_count - static_cast<std::int64_t>(report.processes.size());
  if (lost > 0)
    out.skip(at_line(report.line), {Fault::limit, fmt::format("processes that are not read: {}", lost)});
}

Result<> extract(Input& in, Rows<Row>& out) {
  std::string_view path = in.entry().path, file_name = path.substr(path.rfind('/') + 1);
  // What else is wrong with a file is said by ios.crash_reports, which reads every one of them.
  (void)read_crash_reports(TRY(in.text()), in.first_line(),
                           {.report = [&](CrashReport& report) { add_list(report, file_name, out); },
                            .skip = [](std::int64_t, const Error&) {}});
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.crash_processes",
    .title = "Processes that reports list",
    .source =
        "JetsamEvent (298) and stackshot (288) of iOS 9 to 26; ios-artifacts.md 4.6; "
        "docs/formats/crash-report.md",
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

}  // namespace bridle::ios::crash_processes

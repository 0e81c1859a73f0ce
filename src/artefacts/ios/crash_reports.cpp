#include <fmt/format.h>

#include "base/local_time.h"
#include "evidence/input.h"
#include "formats/crash_report.h"
#include "records/artefact.h"
#include "records/program_places.h"

namespace bridle::ios::crash_reports {
namespace {

struct Row {
  std::string_view kind;
  std::string_view report_kind;
  std::optional<std::string_view> bug_type;
  std::optional<Time> time;
  std::optional<std::string_view> time_text;
  std::optional<ProcessName> process;
  std::optional<FilePath> executable;
  std::optional<std::string_view> uuid;
  std::optional<AppId> bundle_id;
  std::optional<std::string_view> app_version;
  std::optional<std::int64_t> pid;
  std::optional<std::int64_t> user_id;
  std::optional<Time> launched;
  std::optional<ProcessName> parent;
  std::optional<std::int64_t> parent_pid;
  std::optional<ProcessName> responsible;
  std::optional<AppId> coalition;
  std::optional<std::string_view> role;
  std::optional<bool> first_party;
  std::optional<std::string_view> exception;
  std::optional<std::string_view> codes;
  std::optional<std::string_view> signal;
  std::optional<Prose> termination;
  std::optional<std::string_view> thread;
  std::optional<Prose> information;
  std::optional<Prose> panic;
  std::optional<std::string_view> backtrace;
  std::optional<FilePath> image;
  std::optional<std::string_view> image_uuid;
  std::optional<bool> in_backtrace;
  std::optional<std::int64_t> images;
  std::optional<std::int64_t> odd_images;
  std::optional<std::int64_t> frames_outside;
  std::optional<std::int64_t> processes;
  std::optional<std::string_view> incident;
  std::optional<std::string_view> os_version;
  std::optional<std::string_view> model;
  std::string_view form;
  std::string_view file_name;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>(
        "report: one row per report; image: code in the memory of its process that lies outside the "
        "places of programs, or has no path."),
    column<&Row::report_kind>(
        "What the report is of: crash, jetsam (a lack of memory), panic (of the kernel), "
        "stackshot, resource, cpu_resource, disk_writes, hang, watchdog, os_fault, sandbox, "
        "reset_counter, force_reset, ota_update, network_usage, analytics, log; other for "
        "numbers that are not known."),
    column<&Row::bug_type>("The number that stands for it: 109 and 309 are crashes."),
    column<&Row::time>("When it happened, UTC by the device's clock and the zone in the report.")
        .event("crash_report"),
    column<&Row::time_text>("The same as written."),
    column<&Row::process>("Name of the process, in full; for a panic the one that ran.")
        .relation(Relation::executed),
    column<&Row::executable>("Path of its executable as written.").relation(Relation::executed),
    column<&Row::uuid>("Report: UUID of the executable, upper case, with dashes."),
    column<&Row::bundle_id>("Bundle identifier of the process.").relation(Relation::executed),
    column<&Row::app_version>("Version of the bundle, and its build in brackets."),
    column<&Row::pid>("Process id."),
    column<&Row::user_id>("User id: 0 root, 501 mobile."),
    column<&Row::launched>("When the process was started, as `time`.").event("process_launched"),
    column<&Row::parent>("Name of the process that started it.").relation(Relation::executed),
    column<&Row::parent_pid>("Its process id."),
    column<&Row::responsible>("The process on whose behalf it ran.").relation(Relation::executed),
    column<&Row::coalition>("The job that it belonged to, mostly a bundle identifier."),
    column<&Row::role>("Foreground, Background and others, as written."),
    column<&Row::first_party>("Whether the phone takes it for Apple's own; NULL when it does not say."),
    column<&Row::exception>(
        "Type of the exception: EXC_BAD_ACCESS and others; the event of a resource report."),
    column<&Row::codes>("Its codes and subtype."),
    column<&Row::signal>("Its signal."),
    column<&Row::termination>("Who ended the process and why."),
    column<&Row::thread>("The thread that crashed, its name and queue."),
    column<&Row::information>("The last words of the process."),
    column<&Row::panic>("The kernel's own text of a panic, the first 64 KiB."),
    column<&Row::backtrace>(
        "Where the thread was, newest first: image, symbol and offset, at most 64 lines; \"?\" "
        "lies in no image."),
    column<&Row::image>("Image: path of the code; NULL when the report has none.").relation(Relation::loaded),
    column<&Row::image_uuid>("Image: its UUID, upper case, with dashes."),
    column<&Row::in_backtrace>("Image: whether the thread that crashed was running in it."),
    column<&Row::images>("Report: how many images were in its memory."),
    column<&Row::odd_images>(
        "Report: how many of them get a row of their own, or would if they were not too many."),
    column<&Row::frames_outside>("Report: how many places of the backtrace lie in no image."),
    column<&Row::processes>("Report: how many processes it lists (ios_crash_processes)."),
    column<&Row::incident>("Identifier of the report."),
    column<&Row::os_version>("Version and build of the system."),
    column<&Row::model>("Model of the phone."),
    column<&Row::form>(
        "json (since iOS 15), text (before), or head_only when nothing stands behind the head."),
    column<&Row::file_name>("Name of the file."),
    column<&Row::others>("Other texts and numbers of the body, as JSON."),
};
constexpr TableSchema schema =
    table<Row>("ios_crash_reports",
               "One row per report of a crash, panic or shortage, and per odd image in one.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Logs/CrashReporter/**/*.ips*",
    "/private/var/mobile/Library/Logs/CrashReporter/**/*.crash*",
    "/private/var/mobile/Library/Logs/CrashReporter/**/*.synced",
    "/private/var/mobile/Library/Logs/CrashReporter/**/LatestCrash*",
    "/private/var/db/analyticsd/Analytics-Journal-*.ips",
    "/private/var/root/Library/Logs/CrashReporter/**/*.ips*",
    "/private/var/logs/CrashReporter/**/*.ips*",
    "sysdiagnose/crashes_and_spins/**/*.ips*",
    "sysdiagnose/crashes_and_spins/**/*.crash*",
};

constexpr std::int64_t most_image_rows = 500;

template <class T = std::string_view>
std::optional<T> some(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(T{text});
}

// Memory of the shared cache and of generated code has neither name nor path.
bool is_odd(const CrashImage& image) {
  if (image.path.empty()) return !image.name.empty() && image.name != "dyld_shared_cache";
  ProgramPlace place = place_of_program(image.path);
  return place != ProgramPlace::system && place != ProgramPlace::app;
}

std::string version_of(const CrashReport& report) {
  if (report.build_version.empty() || report.app_version.contains('(')) return report.app_version;
  return fmt::format("{} ({})", report.app_version, report.build_version);
}

void add_images(const CrashReport& report, const Row& of, const Locator& where, std::int64_t odd,
                Rows<Row>& out) {
  std::int64_t given = 0;
  for (const CrashImage& image : report.images) {
    if (!is_odd(image) || image.path == report.path || ++given > most_image_rows) continue;
    Row row{.kind = "image",
            .report_kind = of.report_kind,
            .bug_type = of.bug_type,
            .time = of.time,
            .process = of.process,
            .pid = of.pid,
            .image = FilePath{image.path.empty() ? std::string_view(image.name) : image.path},
            .image_uuid = some(image.uuid),
            .in_backtrace = image.is_in_backtrace,
            .form = of.form,
            .file_name = of.file_name};
    out.add({fmt::format("{}, image at 0x{:x}", where.text, image.base)}, row);
  }
  if (odd > most_image_rows)
    out.skip(where, {Fault::limit, fmt::format("{} images outside the places of programs, {} of them given",
                                               odd, most_image_rows)});
}

void add_report(const CrashReport& report, std::string_view file_name, Rows<Row>& out) {
  constexpr std::string_view forms[] = {"json", "text", "head_only"};
  std::int64_t odd = 0;
  for (const CrashImage& image : report.images) odd += is_odd(image) && image.path != report.path;
  std::string version = version_of(report), uuid = report.slice_uuid;
  for (const CrashImage& image : report.images)
    if (uuid.empty() && !report.path.empty() && image.path == report.path) uuid = image.uuid;
  const std::string& name = report.process.empty() ? report.app_name : report.process;
  std::string_view kind = crash_report_kind(report.bug_type);
  if (report.bug_type.empty()) kind = "crash";  // a classic report without a head
  Row row{.kind = "report",
          .report_kind = kind,
          .bug_type = some(report.bug_type),
          .time = time_or_nothing(parse_time_with_offset(report.time)),
          .time_text = some(report.time),
          .process = some<ProcessName>(name),
          .executable = some<FilePath>(report.path),
          .uuid = some(uuid),
          .bundle_id = some<AppId>(report.bundle_id),
          .app_version = some(version),
          .pid = report.pid,
          .user_id = report.user_id,
          .launched = time_or_nothing(parse_time_with_offset(report.launched)),
          .parent = some<ProcessName>(report.parent),
          .parent_pid = report.parent_pid,
          .responsible = some<ProcessName>(report.responsible),
          .coalition = some<AppId>(report.coalition),
          .role = some(report.role),
          .first_party = report.is_first_party,
          .exception = some(report.exception),
          .codes = some(report.codes),
          .signal = some(report.signal),
          .termination = some<Prose>(report.termination),
          .thread = some(report.thread),
          .information = some<Prose>(report.information),
          .panic = some<Prose>(report.panic),
          .backtrace = some(report.backtrace),
          .images = report.image_count,
          .odd_images = odd,
          .frames_outside = report.frames_outside,
          .processes = report.process_count,
          .incident = some(report.incident),
          .os_version = some(report.os_version),
          .model = some(report.model),
          .form = forms[static_cast<std::size_t>(report.form)],
          .file_name = file_name,
          .others = some<Json>(report.others)};
  Locator where = at_line(report.line);
  out.add(where, row);
  add_images(report, row, where, odd, out);
}

Result<> extract(Input& in, Rows<Row>& out) {
  std::string_view path = in.entry().path, file_name = path.substr(path.rfind('/') + 1);
  return read_crash_reports(
      TRY(in.text()), in.first_line(),
      {.report =
           [&](CrashReport& report) {
             add_report(report, file_name, out);
             for (std::string& note : report.notes) in.note(std::move(note));
           },
       .skip = [&](std::int64_t line, const Error& why) { out.skip(at_line(line), why); }});
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.crash_reports",
    .title = "Reports of crashes",
    .source =
        "reports of CrashReporter of iOS 9 to 26: .ips as JSON and text, classic text; ios-artifacts.md 4.6; "
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

}  // namespace bridle::ios::crash_reports

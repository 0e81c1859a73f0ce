#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "evidence/input.h"
#include "formats/tombstone.h"
#include "records/artefact.h"

namespace bridle::android::tombstones {
namespace {

struct Row {
  std::string_view kind;
  std::string_view form;
  std::optional<ProcessName> process;
  std::optional<FilePath> executable;
  std::optional<ProcessName> thread_name;
  std::optional<std::int64_t> pid;
  std::optional<std::int64_t> tid;
  std::optional<std::int64_t> uid;
  std::optional<std::string_view> time_text;
  std::optional<Time> time;
  std::optional<std::int64_t> uptime_seconds;
  std::optional<std::int64_t> signal;
  std::optional<std::string_view> signal_name;
  std::optional<std::int64_t> code;
  std::optional<std::string_view> code_name;
  std::optional<std::string_view> fault_address;
  std::optional<std::int64_t> sender_pid;
  std::optional<std::int64_t> sender_uid;
  std::optional<std::string_view> command_line;
  std::optional<std::string_view> causes;
  std::optional<std::string_view> abort_message;
  std::optional<std::string_view> build_fingerprint;
  std::optional<std::string_view> revision;
  std::optional<std::string_view> architecture;
  std::optional<std::string_view> selinux_label;
  std::optional<FilePath> path;
  std::optional<std::string_view> details;
  std::int64_t mappings;
  std::int64_t open_files;
  std::string_view file_name;
};

constexpr std::array columns{
    column<&Row::kind>("crash: one row per file; mapping, open_file, frame: memory, a file or code in the "
                       "crash that programs of "
                       "the system seldom have (code of deleted files or of an app's data, anything of "
                       "/data/local/tmp, databases)."),
    column<&Row::form>("text or protobuf: Android 12 and later write both of one crash."),
    column<&Row::process>("Name of the process: the last part of its path, or the app's name.")
        .relation(Relation::executed),
    column<&Row::executable>("Path of the program, from its command line.").relation(Relation::executed),
    column<&Row::thread_name>("Name of the thread that crashed; the kernel cuts it at 15 bytes.")
        .relation(Relation::executed)
        .cut_at(15),
    column<&Row::pid>("Process id."),
    column<&Row::tid>("Thread id."),
    column<&Row::uid>("User id: 0 root, 1000 system, 2000 shell."),
    column<&Row::time_text>("When it crashed, as printed, with the zone's offset where the file has it."),
    column<&Row::time>("The same in UTC; NULL without an offset, unless the evidence names the zone.")
        .event("native_crash"),
    column<&Row::uptime_seconds>("How long the process had run, in seconds."),
    column<&Row::signal>("Number of the signal."),
    column<&Row::signal_name>("Its name."),
    column<&Row::code>("Its code."),
    column<&Row::code_name>("The code's name."),
    column<&Row::fault_address>("The address that faulted, as printed."),
    column<&Row::sender_pid>("The process that sent the signal."),
    column<&Row::sender_uid>("Its user id."),
    column<&Row::command_line>("The command line."),
    column<&Row::causes>("What the phone takes for the cause."),
    column<&Row::abort_message>("The program's own last words."),
    column<&Row::build_fingerprint>("The system's build."),
    column<&Row::revision>("Its revision."),
    column<&Row::architecture>("Its architecture."),
    column<&Row::selinux_label>("SELinux label (protobuf only)."),
    column<&Row::path>("Mapping, open_file and frame: the file.").relation(Relation::loaded),
    column<&Row::details>("The same: rights, owner, function."),
    column<&Row::mappings>("Crash: how many mappings it lists."),
    column<&Row::open_files>("Crash: how many open files it lists."),
    column<&Row::file_name>("Name of the file."),
};
constexpr TableSchema schema =
    table<Row>("android_tombstones",
               "One row per native crash, and per odd thing in the crashed process's memory.", columns);

constexpr std::string_view paths[] = {"bugreport/FS/data/tombstones/tombstone_*",
                                      "androidqf/logs/**/tombstone_*",
                                      "bugreport/FS/data/vendor/tombstones/**/tombstone_*"};

template <class Text>
std::optional<std::string_view> view(const std::optional<Text>& text) {
  return text ? std::optional<std::string_view>(*text) : std::nullopt;
}

// "2023-04-12 12:32:40.518290770+0200", "2021-09-29 17:43:49+0200".
std::optional<Time> parse_time(const Input& in, std::string_view text) {
  auto sign = text.find_last_of("+-");
  if (sign == std::string_view::npos || sign < 19) return in.device_time(text);
  return time_or_nothing(parse_time_with_offset(text));
}

Result<> extract(Input& in, Rows<Row>& out) {
  Tombstone t = TRY(read_tombstone(TRY(in.unpacked())));
  std::string_view path = in.entry().path;
  std::string command = fmt::format("{}", fmt::join(t.command_line, " ")),
              causes = fmt::format("{}", fmt::join(t.causes, "\n"));
  Row row{.kind = "crash",
          .form = t.is_protobuf ? "protobuf" : "text",
          .pid = t.pid,
          .tid = t.tid,
          .uid = t.uid,
          .time_text = view(t.timestamp),
          .time = parse_time(in, t.timestamp.value_or("")),
          .uptime_seconds = t.process_uptime,
          .signal = t.signal,
          .signal_name = view(t.signal_name),
          .code = t.code,
          .code_name = view(t.code_name),
          .fault_address = view(t.fault_address),
          .sender_pid = t.sender_pid,
          .sender_uid = t.sender_uid,
          .abort_message = view(t.abort_message),
          .build_fingerprint = view(t.build_fingerprint),
          .revision = view(t.revision),
          .architecture = view(t.architecture),
          .selinux_label = view(t.selinux_label),
          .mappings = t.mappings,
          .open_files = t.open_files,
          .file_name = path.substr(path.rfind('/') + 1)};
  if (!t.command_line.empty()) row.command_line = command;
  if (!t.causes.empty()) row.causes = causes;
  if (t.thread_name) row.thread_name = ProcessName{*t.thread_name};
  std::string_view program = t.process ? std::string_view(*t.process) : std::string_view{};
  if (program.empty() && !t.command_line.empty()) program = t.command_line.front();
  program = program.substr(0, program.find(' '));
  if (!program.empty()) row.process = ProcessName{program.substr(program.rfind('/') + 1)};
  if (program.starts_with('/')) row.executable = FilePath{program};
  out.add(whole_file(), row);
  constexpr std::string_view kinds[] = {"mapping", "open_file", "frame"};
  for (const TombstoneThing& thing : t.things) {
    Row odd{.kind = kinds[static_cast<std::size_t>(thing.kind)],
            .form = row.form,
            .pid = t.pid,
            .path = FilePath{thing.path},
            .details = thing.details,
            .file_name = row.file_name};
    out.add(t.is_protobuf ? at_key(fmt::format("{}[{}]", odd.kind, thing.place)) : at_line(thing.place), odd);
  }
  for (std::string& note : t.notes) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.tombstones",
    .title = "Native crashes",
    .source = "tombstones of Android 4 to 16, text and protobuf; android-artifacts.md 2.16, 3.1",
    .platform = Platform::android,
    .question = Question::processes,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::tombstones

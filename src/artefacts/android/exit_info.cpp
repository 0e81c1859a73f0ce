#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::exit_info {
namespace {

struct Row {
  AppId package;
  std::optional<ProcessName> process;
  std::optional<std::int64_t> pid;
  std::optional<std::int64_t> real_uid;
  std::optional<std::int64_t> package_uid;
  std::optional<std::int64_t> user;
  std::optional<std::int64_t> reason;
  std::optional<std::string_view> reason_name;
  std::optional<std::string_view> subreason_name;
  std::optional<std::int64_t> exit_status;
  std::optional<std::string_view> description;
  std::optional<std::string_view> trace;
  std::string_view time_local;
  std::optional<Time> time;
};

constexpr std::array columns{
    column<&Row::package>("The app.").relation(Relation::executed),
    column<&Row::process>("Its process.").relation(Relation::executed),
    column<&Row::pid>("Process id."),
    column<&Row::real_uid>("User id that it ran as."),
    column<&Row::package_uid>("User id of the app."),
    column<&Row::user>("Number of the user."),
    column<&Row::reason>("As stored: 4 crash, 5 native crash, 6 not answering, 8 permission changed, 10 by "
                         "the user, 16 updated."),
    column<&Row::reason_name>("The same in the phone's words."),
    column<&Row::subreason_name>("The finer reason, the same."),
    column<&Row::exit_status>("Exit status, or number of the signal."),
    column<&Row::description>("What the phone adds."),
    column<&Row::trace>("Name of the stored trace."),
    column<&Row::time_local>("When it ended, by the phone's wall clock, 1 ms steps."),
    column<&Row::time>("The same in UTC, by the zone that the evidence names; NULL when it names none.")
        .event("process_exit"),
};
constexpr TableSchema schema = table<Row>(
    "android_exit_info", "One row per end of a process that the phone remembers, up to 16 per app.", columns);

constexpr std::string_view paths[] = {"dumpsys/activity"};

// "reason=5 (APP CRASH(NATIVE))".
std::optional<std::string_view> words_of(std::string_view text, std::string_view key) {
  auto at = text.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  auto rest = text.substr(at + key.size());
  auto open = rest.find(" (");
  if (open == std::string_view::npos || open > 12) return std::nullopt;
  rest = rest.substr(open + 2);
  int depth = 1;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    depth += rest[i] == '(' ? 1 : rest[i] == ')' ? -1 : 0;
    if (depth == 0) return rest.substr(0, i);
  }
  return std::nullopt;
}

void read(std::string_view text, Row& row, Input& in) {
  if (auto at = text.find("timestamp="); at != std::string_view::npos) {
    row.time_local = text.substr(at + 10, 23);
    row.time = in.device_time(row.time_local);
  }
  auto number = [&](std::optional<std::int64_t>& field, std::string_view key) {
    if (auto value = dump_integer(text, key)) field = value;
  };
  number(row.pid, "pid");
  number(row.real_uid, "realUid");
  number(row.package_uid, "packageUid");
  number(row.user, "user");
  number(row.reason, "reason");
  number(row.exit_status, "status");
  if (auto process = dump_field(text, "process")) row.process = ProcessName{*process};
  if (row.reason && text.contains("reason=")) {
    row.reason_name = words_of(text, " reason=");
    row.subreason_name = words_of(text, "subreason=");
  }
  if (auto at = text.find("description="); at != std::string_view::npos) {
    auto rest = text.substr(at + 12);
    rest = rest.substr(0, rest.find(" state="));
    if (!rest.empty() && rest != "null") row.description = rest;
  }
  if (auto trace = dump_field(text, "trace"); trace && *trace != "null") row.trace = trace;
}

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  bool inside = false;
  std::string_view package;
  while (auto line = lines.next()) {
    auto text = line->text;
    if (text.starts_with("ACTIVITY MANAGER ")) inside = text.contains("PROCESS EXIT INFO");
    if (!inside) continue;
    if (text.starts_with("package: ")) package = text.substr(9);
    if (!text.starts_with("ApplicationExitInfo #")) continue;
    Row row{.package = {package}};
    for (auto ahead = lines.peek(); ahead && ahead->indent > line->indent; ahead = lines.peek())
      read(lines.next()->text, row, in);
    if (package.empty() || row.time_local.empty())
      out.skip(at_line(line->number), {Fault::malformed, "the end of a process without its app or time"});
    else
      out.add(at_line(line->number), row);
  }
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.exit_info",
    .title = "Why processes ended",
    .source = "dumpsys activity of Android 11 to 16 (exit-info); android-artifacts.md 5.7",
    .platform = Platform::android,
    .question = Question::processes,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::exit_info

#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::dbinfo {
namespace {

struct Row {
  std::optional<std::int64_t> pid;
  std::optional<AppId> package;
  std::optional<FilePath> path;
  std::optional<AppId> path_package;
  std::string_view time_text;
  std::optional<std::string_view> time_local;
  std::optional<Time> time;
  std::string_view action;
  std::optional<std::int64_t> took_ms;
  std::optional<std::string_view> outcome;
  std::optional<std::string_view> sql;
  std::optional<std::int64_t> operation_pid;
};

constexpr std::array columns{
    column<&Row::pid>("Process that has the database open."),
    column<&Row::package>("Its app, as the dump names it.").relation(Relation::executed),
    column<&Row::path>("The database.").relation(Relation::on_disk),
    column<&Row::path_package>("The app in whose folder it lies.").relation(Relation::installed),
    column<&Row::time_text>("When it began, as printed: some dumps leave the year out."),
    column<&Row::time_local>(
        "The same with its year, by the phone's wall clock; NULL when the year cannot be told."),
    column<&Row::time>("The same in UTC, by the zone that the evidence names; NULL when it names none.")
        .event("database_operation"),
    column<&Row::action>("executeForCursorWindow, prepare and others."),
    column<&Row::took_ms>("How long it took, in ms."),
    column<&Row::outcome>("succeeded, failed or running."),
    column<&Row::sql>("The statement."),
    column<&Row::operation_pid>("Process that asked, where the dump names it (Samsung)."),
};
constexpr TableSchema schema =
    table<Row>("android_dbinfo",
               "One row per recent operation on a database that an app had open: up to 20 each.", columns);

constexpr std::string_view paths[] = {"dumpsys/dbinfo"};

// The app of "/data/user/0/com.example/databases/x.db" and its like.
std::optional<AppId> package_in(std::string_view path) {
  for (std::string_view prefix : {"/data/user/", "/data/user_de/", "/data/data/"}) {
    if (!path.starts_with(prefix)) continue;
    path.remove_prefix(prefix.size());
    if (prefix != "/data/data/") path.remove_prefix(std::min(path.size(), path.find('/') + 1));
    auto name = path.substr(0, path.find('/'));
    if (is_package_name(name)) return AppId{name};
  }
  return std::nullopt;
}

struct Place {
  std::optional<std::int64_t> pid;
  std::optional<AppId> package;
  std::optional<FilePath> path;
};

// The text behind sql=", up to the quote in front of the next member or of the end.
std::optional<std::string_view> sql_in(std::string_view text) {
  auto at = text.find("sql=\"");
  if (at == std::string_view::npos) return std::nullopt;
  auto rest = text.substr(at + 5);
  auto end = std::string_view::npos;
  for (std::string_view member : {"\", bindArgs=", "\", path=", "\", exception=", "\", result="})
    end = std::min(end, rest.find(member));
  if (end == std::string_view::npos && rest.ends_with('"')) end = rest.size() - 1;
  return rest.substr(0, end);
}

// "0: [2023-07-27 12:21:44.097] [Pid:(0)]prepare took 2ms - succeeded, sql="…", path=…".
void add(Input& in, Rows<Row>& out, const DumpLine& line, const Place& place) {
  auto text = line.text;
  auto open = text.find('['), close = text.find(']');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open)
    return out.skip(at_line(line.number), {Fault::malformed, "an operation without its time"});
  Row row{.pid = place.pid,
          .package = place.package,
          .path = place.path,
          .time_text = text.substr(open + 1, close - open - 1)};
  text = trim(text.substr(close + 1));
  if (auto pid = between(text, "[Pid:(", ")]"); pid && text.starts_with("[Pid:(")) {
    if (auto number = parse_integer(*pid)) row.operation_pid = *number;
    text = trim(text.substr(text.find(")]") + 2));
  }
  auto took = text.find(" took ");
  row.action = text.substr(0, took);
  if (took == std::string_view::npos)
    return out.skip(at_line(line.number), {Fault::malformed, "an operation without its length"});
  if (auto ms = parse_integer(between(text, " took ", "ms").value_or(""))) row.took_ms = *ms;
  if (auto dash = text.find("ms - "); dash != std::string_view::npos) {
    auto rest = text.substr(dash + 5);
    row.outcome = rest.substr(0, rest.find(','));
  }
  row.sql = sql_in(text);
  std::string local;
  if (auto with_year = in.entry().clock.with_year(row.time_text)) {
    local = to_iso8601(Time{with_year->nanoseconds});
    local.pop_back();
    local[10] = ' ';
    row.time = in.entry().clock.to_utc(*with_year);
    row.time_local = local;
  } else if (parse_local_time(row.time_text)) {
    row.time_local = row.time_text;
    row.time = in.device_time(row.time_text);
  }
  if (place.path) row.path_package = package_in(place.path->text);
  out.add(at_line(line.number), row);
}

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  Place place;
  bool in_operations = false;
  while (auto line = lines.next()) {
    auto text = line->text;
    if (text.starts_with("** Database info for pid ")) {
      auto pid = parse_integer(between(text, "pid ", " ").value_or(""));
      place = {};
      if (pid) place.pid = *pid;
      if (auto package = between(text, "[", "]"); package && is_package_name(*package))
        place.package = AppId{*package};
    } else if (text.starts_with("Connection pool for ") && text.ends_with(':')) {
      place.path = FilePath{text.substr(20, text.size() - 21)};
    } else if (text == "Most recently executed operations:") {
      in_operations = true;
      continue;
    } else if (in_operations && line->indent >= 8 && !text.empty() && is_digit(text[0])) {
      add(in, out, *line, place);
      continue;
    }
    in_operations = in_operations && line->indent >= 8 && text == "<none>";
  }
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.dbinfo",
    .title = "Database operations of running apps",
    .source = "dumpsys dbinfo of Android 8 to 16, Samsung's form too; android-artifacts.md 2.6",
    .platform = Platform::android,
    .question = Question::files,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::dbinfo

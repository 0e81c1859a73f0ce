#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::appops {
namespace {

struct Row {
  std::optional<std::int64_t> uid;
  std::string_view uid_text;
  std::optional<AppId> package;
  std::string_view op;
  std::string_view mode;
  std::optional<std::string_view> switch_op;
  std::optional<std::string_view> switch_mode;
  std::optional<std::string_view> attribution;
  std::string_view entry;
  std::optional<std::string_view> app_state;
  std::optional<std::string_view> flag;
  std::optional<std::string_view> time_local;
  std::optional<Time> time;
  std::optional<std::int64_t> duration_ms;
  std::optional<std::string_view> proxy_uid;
  std::optional<AppId> proxy_package;
};

constexpr std::array columns{
    column<&Row::uid>("Number of the app's user id: user times 100,000 and the app's own."),
    column<&Row::uid_text>("The same as printed."),
    column<&Row::package>("The app; NULL for a mode that holds for the whole user id.")
        .relation(Relation::installed),
    column<&Row::op>("The operation: RECORD_AUDIO, CAMERA, REQUEST_INSTALL_PACKAGES and others."),
    column<&Row::mode>("allow, ignore, deny, default, foreground or ask."),
    column<&Row::switch_op>("Another operation by whose mode it is governed."),
    column<&Row::switch_mode>("The mode of that one."),
    column<&Row::attribution>("The part of the app that did it (Android 11), by its own name."),
    column<&Row::entry>(
        "access, reject, running (going on when the dump was made), or none: a mode without any use."),
    column<&Row::app_state>(
        "State of the app then: pers, top, fgsvcl, fgsvc, fg, bg (in the background), cch."),
    column<&Row::flag>("s: by itself; tp, up: by another for it; tpd, upd: for another."),
    column<&Row::time_local>("The last use in that state, by the phone's wall clock, 1 ms steps."),
    column<&Row::time>("The same in UTC, by the zone that the evidence names; NULL when it names none.")
        .event("app_op"),
    column<&Row::duration_ms>("How long it went on, in ms; for running ones until the dump."),
    column<&Row::proxy_uid>("User id of the other app."),
    column<&Row::proxy_package>("The other app."),
};
constexpr TableSchema schema = table<Row>("android_appops",
                                          "One row per use, refusal or mode of an operation, per app and "
                                          "state: the last of each kind, not every one.",
                                          columns);

constexpr std::string_view paths[] = {"dumpsys/appops"};

std::optional<std::string_view> known(std::optional<std::string_view> text) {
  return !text || text->empty() || *text == "null" ? std::nullopt : text;
}

class Ops {
 public:
  Ops(Input& in, Rows<Row>& out, DumpLines& lines) : in_(in), out_(out), lines_(lines) {}

  void read(const DumpLine& line) {
    auto text = line.text;
    if (text.starts_with("Uid ") && text.ends_with(':')) {
      finish();
      row_ = {.uid_text = text.substr(4, text.size() - 5)};
      row_.uid = dump_uid(row_.uid_text);
      in_uid_ = true;
    } else if (!in_uid_) {
      return;  // settings and watchers in front of the table
    } else if (text.starts_with("Package ") && text.ends_with(':')) {
      finish();
      row_.package = AppId{text.substr(8, text.size() - 9)};
    } else if (text.contains(": mode=") && !row_.package) {
      finish();
      open(line, text.substr(0, text.find(':')));
      row_.mode = trim(text.substr(text.find(": mode=") + 7));
    } else if (is_op(text)) {
      finish();
      open_with_mode(line);
    } else {
      read_entry(line);
    }
  }
  void finish() {
    if (open_) out_.add(at_line(line_), row_);
    open_ = false;
    clear();
  }

 private:
  // "CAMERA (allow / switch X=deny):", "CAMERA (allow):"; Android 8 goes on behind the colon.
  static bool is_op(std::string_view text) {
    auto blank = text.find(" (");
    if (blank == std::string_view::npos || blank == 0 || !text.contains("):")) return false;
    for (char c : text.substr(0, blank))
      if (c != '_' && !is_digit(c) && (c < 'A' || c > 'Z')) return false;
    return true;
  }
  void clear() { row_ = {.uid = row_.uid, .uid_text = row_.uid_text, .package = row_.package}; }
  void open(const DumpLine& line, std::string_view op) {
    row_.op = op;
    row_.entry = "none";
    line_ = line.number;
    open_ = true;
  }
  void open_with_mode(const DumpLine& line) {
    open(line, line.text.substr(0, line.text.find(" (")));
    auto mode = between(line.text, " (", "):").value_or("");
    auto slash = mode.find(" / switch ");
    row_.mode = mode.substr(0, slash);
    if (slash == std::string_view::npos) return;
    auto other = mode.substr(slash + 10);
    auto equals = other.find('=');
    row_.switch_op = other.substr(0, equals);
    if (equals != std::string_view::npos) row_.switch_mode = other.substr(equals + 1);
  }
  void read_entry(const DumpLine& line) {
    auto text = line.text;
    if (text.empty() || text == "]" || row_.op.empty()) {
      if (row_.op.empty() && !text.empty() && !text.contains('=') && !text.ends_with(':')) lines_.unknown();
      return;
    }
    if (text.ends_with("=[")) {
      row_.attribution = known(text.substr(0, text.size() - 2));
      return;
    }
    bool access = text.starts_with("Access:"), reject = text.starts_with("Reject:");
    if (access || reject) return add_use(line, access ? "access" : "reject", trim(text.substr(7)));
    if (text.starts_with("Running start at:")) return add_running(line, trim(text.substr(17)));
    if (!text.starts_with("startNesting=")) lines_.unknown();
  }
  // "[pers-s] 2022-03-29 18:37:30.315 (-4h50m23s772ms) duration=+33ms proxy[uid=0, pkg=null]".
  void add_use(const DumpLine& line, std::string_view entry, std::string_view text) {
    Row use = row_;
    use.entry = entry;
    if (text.starts_with('[')) {
      auto inside = text.substr(1, text.find(']') - 1);
      auto dash = inside.find('-');
      use.app_state = inside.substr(0, dash);
      if (dash != std::string_view::npos) use.flag = inside.substr(dash + 1);
      text = trim(text.substr(std::min(text.size(), inside.size() + 2)));
    } else if (auto equals = text.find(" = "); equals != std::string_view::npos) {
      use.app_state = text.substr(0, equals);  // Android 9: "Access: fg = 2019-…"
      text = trim(text.substr(equals + 3));
    }
    auto when = text.substr(0, text.find(" ("));
    use.time_local = known(when);
    if (!parse_local_time(when))
      out_.skip(at_line(line.number),
                {Fault::malformed, "a use without a readable time: it stands without one"});
    use.time = in_.device_time(when);
    if (auto duration = dump_field(text, "duration")) use.duration_ms = dump_duration_ms(*duration);
    if (auto proxy = between(text, "proxy[", "]")) {
      use.proxy_uid = known(dump_field(*proxy, "uid"));
      if (auto package = known(dump_field(*proxy, "pkg"))) use.proxy_package = AppId{*package};
    }
    out_.add(at_line(line.number), use);
    open_ = false;
  }
  void add_running(const DumpLine& line, std::string_view text) {
    Row use = row_;
    use.entry = "running";
    use.duration_ms = dump_duration_ms(text.substr(0, text.find(' ')));
    out_.add(at_line(line.number), use);
    open_ = false;
  }

  Input& in_;
  Rows<Row>& out_;
  DumpLines& lines_;
  Row row_{};
  std::int64_t line_ = 0;
  bool open_ = false, in_uid_ = false;  // open: a mode that no use was written for yet
};

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  Ops ops(in, out, lines);
  while (auto line = lines.next()) ops.read(*line);
  ops.finish();
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.appops",
    .title = "What apps did with their permissions",
    .source = "dumpsys appops of Android 8 to 16; android-artifacts.md 2.3, 5.6",
    .platform = Platform::android,
    .question = Question::permissions,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::appops

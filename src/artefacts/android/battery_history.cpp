#include <fmt/format.h>

#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::battery_history {
namespace {

struct Row {
  std::string_view event;
  std::string_view phase;
  std::optional<std::string_view> uid_text;
  std::optional<std::int64_t> number;
  std::optional<AppId> package;
  std::optional<std::string_view> component;
  std::optional<std::string_view> value;
  std::string_view elapsed;
  std::optional<std::int64_t> elapsed_ms;
  std::optional<std::string_view> time_local;
  std::optional<Time> time;
};

constexpr std::array columns{
    column<&Row::event>("job, top (in front), fg, proc, sync, wake_lock, alarm, conn, pkginst (installed), "
                        "pkgunin (removed), "
                        "userfg, RESET, TIME, START, SHUTDOWN and others, as the phone names them."),
    column<&Row::phase>("start, end, or once."),
    column<&Row::uid_text>("User id as printed."),
    column<&Row::number>("The same as a number; for pkginst and pkgunin the version code."),
    column<&Row::package>("The app.").relation(Relation::executed),
    column<&Row::component>("The rest of the value behind the app's name: class of a job or of an alarm."),
    column<&Row::value>("The value as printed."),
    column<&Row::elapsed>("Time since the begin of the history, or the moment, as printed."),
    column<&Row::elapsed_ms>("The same in ms; NULL when a moment is printed."),
    column<&Row::time_local>(
        "The moment by the phone's wall clock: that of the last RESET or TIME line and the elapsed time."),
    column<&Row::time>("The same in UTC, by the zone that the evidence names; NULL when it names none.")
        .event("battery_history"),
};
constexpr TableSchema schema = table<Row>(
    "android_battery_history",
    "One row per event of the history with a name in it, and per line that sets its clock.", columns);

constexpr std::string_view paths[] = {"dumpsys/batterystats"};

std::string printed_local(std::int64_t nanoseconds) {
  std::string text = to_iso8601(Time{nanoseconds});
  text.pop_back();
  text[10] = ' ';
  return text;
}

// "2022-01-04-17-30-01".
std::optional<std::int64_t> parse_moment(std::string_view text) {
  if (text.size() < 19) return std::nullopt;
  std::string local(text.substr(0, 19));
  local[10] = ' ';
  local[13] = local[16] = ':';
  auto time = parse_local_time(local);
  return time ? std::optional(time->nanoseconds) : std::nullopt;
}

// The app of a value: "com.a/.Job", "*walarm*:com.a/.X", "*job*/com.a/.X", "com.a".
void name_app(Row& row) {
  auto text = row.value.value_or("");
  if (text.starts_with('*')) {
    auto star = text.find('*', 1);
    if (star == std::string_view::npos) return;
    text = text.substr(star + 1);
    if (text.starts_with(':') || text.starts_with('/')) text.remove_prefix(1);
  }
  auto end = text.find_first_of("/:");
  auto package = text.substr(0, end);
  if (!is_package_name(package) || !package.contains('.')) return;
  row.package = AppId{package};
  if (end != std::string_view::npos) row.component = text.substr(end + 1);
}

class History {
 public:
  History(Input& in, Rows<Row>& out) : in_(in), out_(out) {}

  void read(const DumpLine& line) {
    auto text = line.text;
    auto blank = text.find(" (");
    auto elapsed = text.substr(0, blank);
    auto close = text.find(')');
    if (blank == std::string_view::npos || close == std::string_view::npos || close < blank) {
      out_.skip(at_line(line.number),
                {Fault::malformed, "a line of the history without its size in brackets"});
      return;
    }
    where_ = line.number;
    base_ = {.elapsed = elapsed, .elapsed_ms = dump_duration_ms(elapsed)};
    moment_.reset();
    if (base_.elapsed_ms && clock_) moment_ = *clock_ + *base_.elapsed_ms * 1'000'000;
    if (!base_.elapsed_ms)
      if (auto local = in_.entry().clock.with_year(elapsed)) moment_ = local->nanoseconds;
    changes(trim(text.substr(close + 1)));
  }

 private:
  void changes(std::string_view text) {
    while (!text.empty()) {
      // The moment stands behind a blank, at the end of its line.
      bool sets_clock = text.starts_with("RESET:TIME:") || text.starts_with("TIME:");
      auto end = sets_clock ? text.size() : end_of_word(text);
      change(text.substr(0, end));
      text = trim(text.substr(end));
    }
  }
  // Values in quotes may hold blanks.
  static std::size_t end_of_word(std::string_view text) {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"') quoted = !quoted;
      if (!quoted && text[i] == ' ') return i;
    }
    return text.size();
  }
  void change(std::string_view word) {
    Row row = base_;
    row.phase = word.starts_with('+') ? "start" : word.starts_with('-') ? "end" : "once";
    if (row.phase != "once") word.remove_prefix(1);
    for (std::string_view control : {"RESET:TIME:", "TIME:"})
      if (word.starts_with(control))
        return set_clock(row, word.substr(0, control.find(':')), trim(word.substr(control.size())));
    if (word == "START" || word == "SHUTDOWN" || word == "OVERFLOW") {
      row.event = word;
      return add(row);
    }
    auto equals = word.find('=');
    auto quote = word.find('"');
    row.event = word.substr(0, equals);
    // States such as volt=4302 have no name in them; "-top" alone ends what an earlier line began.
    if (quote == std::string_view::npos && row.event != "top") return;
    if (quote != std::string_view::npos) {
      auto rest = word.substr(quote + 1);
      row.value = rest.substr(0, rest.find('"'));
      if (equals != std::string_view::npos && equals < quote) {
        auto number = word.substr(equals + 1, quote - equals - 1);
        if (number.ends_with(':')) number.remove_suffix(1);
        if (!number.empty()) row.uid_text = number;
        row.number = dump_uid(number);
      }
      name_app(row);
    }
    add(row);
  }
  void set_clock(Row row, std::string_view event, std::string_view text) {
    row.event = event;
    row.value = text;
    if (auto moment = parse_moment(text)) {
      moment_ = *moment;
      if (base_.elapsed_ms) clock_ = *moment - *base_.elapsed_ms * 1'000'000;
    } else {
      out_.skip(at_line(where_), {Fault::malformed, "the history's clock is no moment"});
    }
    add(row);
  }
  void add(Row row) {
    std::string local;
    if (moment_) {
      local = printed_local(*moment_);
      row.time_local = local;
      row.time = in_.entry().clock.to_utc(LocalTime{*moment_});
    }
    out_.add(at_line(where_), row);
  }

  Input& in_;
  Rows<Row>& out_;
  Row base_{};
  std::int64_t where_ = 0;
  std::optional<std::int64_t> clock_;   // local moment of elapsed 0
  std::optional<std::int64_t> moment_;  // of this line
};

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  History history(in, out);
  bool inside = false;
  std::int64_t blank = 0;
  while (auto line = lines.next()) {
    if (line->text.starts_with("Battery History")) {
      inside = true;
      continue;
    }
    if (inside && line->text.empty()) {
      inside = ++blank < 2 && lines.peek() && lines.peek()->indent > 2 && lines.peek()->text.contains(" (");
      continue;
    }
    if (inside && !line->text.empty()) {
      // The next part of the dump begins at the margin.
      if (line->text.ends_with(':') && !line->text.contains(" ("))
        inside = false;
      else
        history.read(*line);
    }
  }
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.battery_history",
    .title = "What apps did, by the battery's history",
    .source = "dumpsys batterystats of Android 5 to 16; android-artifacts.md 2.5",
    .platform = Platform::android,
    .question = Question::processes,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::battery_history

#include <unordered_map>

#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::battery_checkin {
namespace {

struct Row {
  std::string_view code;
  std::string_view event;
  std::string_view phase;
  std::optional<AppId> package;
  std::optional<std::string_view> value;
  std::optional<std::int64_t> number;
  std::optional<Time> time;
};

constexpr std::array columns{
    column<&Row::code>("Code of the event as stored: Epi, Epu, Etp and others."),
    column<&Row::event>(
        "The same in words: package_installed, package_removed, top, job, alarm, wake_lock and others."),
    column<&Row::phase>("start, end, or once."),
    column<&Row::package>("The app.").relation(Relation::executed),
    column<&Row::value>("The text of the pool that the event points to."),
    column<&Row::number>("User id of that text; for installations and removals the version code."),
    column<&Row::time>(
        "UTC by the phone's clock, 1 ms steps, from the last time that the history sets and the steps since; "
        "NULL before the first one.")
        .event("battery_checkin"),
};
constexpr TableSchema schema =
    table<Row>("android_battery_checkin",
               "One row per event with an app in the machine-readable history of the battery.", columns);

constexpr std::string_view paths[] = {"dumpstate/checkin_batterystats"};

struct Code {
  std::string_view code, event;
};
constexpr Code codes[] = {{"Epi", "package_installed"},
                          {"Epu", "package_removed"},
                          {"Etp", "top"},
                          {"Efg", "foreground"},
                          {"Epr", "process"},
                          {"Ejb", "job"},
                          {"Eal", "alarm"},
                          {"Ewl", "wake_lock"},
                          {"Esy", "sync"},
                          {"Eur", "user"},
                          {"Euf", "user_foreground"},
                          {"Ecn", "connectivity"},
                          {"Eac", "active"},
                          {"Epk", "package_inactive"},
                          {"Epv", "package_active"},
                          {"Etw", "temporary_allowance"},
                          {"Esw", "screen_wake"},
                          {"Ewa", "wake_up"},
                          {"Elw", "long_wake_lock"},
                          {"Eec", "estimated_capacity"}};

struct Pooled {
  std::string_view text;
  std::optional<std::int64_t> number;
};

class Checkin {
 public:
  explicit Checkin(Rows<Row>& out) : out_(out) {}

  void read(const DumpLine& line) {
    auto text = line.text;
    if (!text.starts_with("9,")) return;
    text.remove_prefix(2);
    if (text.starts_with("hsp,")) return pool(line, text.substr(4));
    if (text.starts_with("h,")) return step(line, text.substr(2));
  }

 private:
  // "3,10094,"com.example/.Job"".
  void pool(const DumpLine& line, std::string_view text) {
    auto first = text.find(','), second = first == std::string_view::npos ? first : text.find(',', first + 1);
    auto index = parse_integer(text.substr(0, first));
    if (second == std::string_view::npos || !index)
      return out_.skip(at_line(line.number), {Fault::malformed, "a text of the pool without its number"});
    auto number = parse_integer(text.substr(first + 1, second - first - 1));
    auto value = text.substr(second + 1);
    if (value.starts_with('"'))
      value = value.substr(1, value.size() >= 2 && value.ends_with('"') ? value.size() - 2 : value.size());
    pool_[*index] = {value, number ? std::optional(*number) : std::nullopt};
  }
  // "1500:TIME:1641313801000" and "500,+Ejb=3,-w".
  void step(const DumpLine& line, std::string_view text) {
    auto end = text.find_first_of(":,");
    auto delta = parse_integer(text.substr(0, end));
    if (!delta)
      return out_.skip(at_line(line.number), {Fault::malformed, "a step of the history without its length"});
    std::int64_t next = 0;
    if (now_ms_ && !__builtin_add_overflow(*now_ms_, *delta, &next)) now_ms_ = next;
    if (end == std::string_view::npos) return;
    if (auto at = text.find("TIME:"); text[end] == ':' && at != std::string_view::npos) {
      if (auto time = parse_integer(text.substr(at + 5))) now_ms_ = *time;
      return;
    }
    text = text.substr(end + 1);
    while (!text.empty()) {
      auto comma = text.find(',');
      event(line, text.substr(0, comma));
      text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    }
  }
  void event(const DumpLine& line, std::string_view word) {
    Row row{.phase = word.starts_with('+') ? "start" : word.starts_with('-') ? "end" : "once"};
    if (row.phase != "once") word.remove_prefix(1);
    auto equals = word.find('=');
    row.code = word.substr(0, equals);
    if (row.code.size() != 3 || row.code[0] != 'E' || equals == std::string_view::npos) return;
    row.event = row.code;
    for (const Code& known : codes)
      if (known.code == row.code) row.event = known.event;
    auto index = parse_integer(word.substr(equals + 1));
    auto found = index ? pool_.find(*index) : pool_.end();
    if (found == pool_.end())
      return out_.skip(at_line(line.number), {Fault::malformed, "an event whose text is not in the pool"});
    row.value = found->second.text;
    row.number = found->second.number;
    auto package = found->second.text.substr(0, found->second.text.find_first_of("/:"));
    if (is_package_name(package) && package.contains('.')) row.package = AppId{package};
    if (now_ms_) row.time = time_or_nothing(time_from_unix_ms(*now_ms_));
    out_.add(at_line(line.number), row);
  }

  Rows<Row>& out_;
  std::unordered_map<std::int64_t, Pooled> pool_;
  std::optional<std::int64_t> now_ms_;
};

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  Checkin checkin(out);
  while (auto line = lines.next()) checkin.read(*line);
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.battery_checkin",
    .title = "Installations and events with UTC times, by the battery's history",
    .source = "CHECKIN BATTERYSTATS of bug reports of Android 5 to 16; android-artifacts.md 5.2",
    .platform = Platform::android,
    .question = Question::processes,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::battery_checkin

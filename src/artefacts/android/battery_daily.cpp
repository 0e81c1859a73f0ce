#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::battery_daily {
namespace {

struct Row {
  std::string_view action;
  AppId package;
  std::optional<std::int64_t> version;
  std::optional<std::int64_t> previous_version;
  std::string_view day_from;
  std::string_view day_to;
  std::string_view from_local;
  std::optional<Time> from_time;
  std::string_view to_local;
  std::optional<Time> to_time;
  std::int64_t times;
};

constexpr std::array columns{
    column<&Row::action>("update, downgrade, or uninstall (version 0 is how the phone notes a removal)."),
    column<&Row::package>("The app.").relation(Relation::installed),
    column<&Row::version>("Version code; 0 or NULL when it was removed."),
    column<&Row::previous_version>("The version before, for a downgrade."),
    column<&Row::day_from>("Begin of the day's record, as printed."),
    column<&Row::day_to>("Its end, as printed."),
    column<&Row::from_local>("Begin by the phone's wall clock: the change lies between begin and end."),
    column<&Row::from_time>("The same in UTC, by the zone that the evidence names; NULL when it names none.")
        .event("battery_daily"),
    column<&Row::to_local>("End by the phone's wall clock."),
    column<&Row::to_time>("The same in UTC, by the zone that the evidence names; NULL when it names none."),
    column<&Row::times>("How often that day's list says the same."),
};
constexpr TableSchema schema =
    table<Row>("android_battery_daily",
               "One row per app and version that the battery's records of a day name.", columns);

constexpr std::string_view paths[] = {"dumpsys/batterystats"};

// "2022-08-16-15-56-39" as "2022-08-16 15:56:39"; "" when it is something else.
std::string local_of(std::string_view text) {
  if (text.size() != 19 || text[10] != '-') return {};
  std::string local(text);
  local[10] = ' ';
  local[13] = local[16] = ':';
  return parse_local_time(local) ? local : std::string();
}

struct Change {
  std::int64_t line = 0, times = 1;
  std::string_view package, from, to;
  std::optional<std::int64_t> version, previous;
  bool removed = false;
};

// Days are printed newest first; a day's own order is that of the changes.
void find_downgrades(std::vector<Change>& changes) {
  std::vector<Change*> order;
  for (Change& change : changes) order.push_back(&change);
  // Among equals as they stand in the text.
  std::ranges::sort(order, {}, [](const Change* c) { return std::tuple(c->from, c->to, c); });
  std::map<std::string_view, std::int64_t> last;
  for (Change* change : order) {
    auto known = last.find(change->package);
    if (change->removed) {
      if (known != last.end()) last.erase(known);
      continue;
    }
    if (!change->version) continue;
    if (known != last.end() && *change->version < known->second) change->previous = known->second;
    last.insert_or_assign(change->package, *change->version);
  }
}

void add(Input& in, Rows<Row>& out, const Change& change) {
  std::string from = local_of(change.from), to = local_of(change.to);
  out.add(at_line(change.line), {.action = change.removed    ? "uninstall"
                                           : change.previous ? "downgrade"
                                                             : "update",
                                 .package = {change.package},
                                 .version = change.version,
                                 .previous_version = change.previous,
                                 .day_from = change.from,
                                 .day_to = change.to,
                                 .from_local = from,
                                 .from_time = in.device_time(from),
                                 .to_local = to,
                                 .to_time = in.device_time(to),
                                 .times = change.times});
}

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  std::vector<Change> changes;
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> of_day;
  std::string_view from, to;
  bool in_daily = false;
  while (auto line = lines.next()) {
    auto text = line->text;
    if (text == "Daily stats:") in_daily = true;
    if (!in_daily) continue;
    if (text.starts_with("Daily from ") && text.ends_with(':')) {
      auto range = text.substr(11, text.size() - 12);
      auto middle = range.find(" to ");
      from = range.substr(0, middle);
      to = middle == std::string_view::npos ? std::string_view{} : range.substr(middle + 4);
      of_day.clear();
      continue;
    }
    bool update = text.starts_with("Update "), removal = text.starts_with("Uninstall ");
    if ((!update && !removal) || from.empty()) continue;
    auto rest = text.substr(update ? 7 : 10);
    Change change{.line = line->number, .package = rest.substr(0, rest.find(' ')), .from = from, .to = to};
    change.version = dump_integer(rest, "vers");
    change.removed = removal || change.version == 0;
    if (!is_package_name(change.package) || (update && !change.version)) {
      out.skip(at_line(line->number), {Fault::malformed, "a package change without app or version"});
      continue;
    }
    auto version = dump_field(rest, "vers").value_or("-");
    auto [known, is_new] = of_day.try_emplace({change.package, version}, changes.size());
    if (is_new)
      changes.push_back(change);
    else
      ++changes[known->second].times;
  }
  find_downgrades(changes);
  for (const Change& change : changes) add(in, out, change);
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.battery_daily",
    .title = "Apps that were updated or removed, by day",
    .source = "dumpsys batterystats of Android 7 to 16; android-artifacts.md 2.4",
    .platform = Platform::android,
    .question = Question::configuration,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::battery_daily

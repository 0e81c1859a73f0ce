#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "report/record_excerpt.h"
#include "report/sections.h"

namespace bridle {
namespace {

constexpr std::int64_t hour = 3'600'000'000'000;
constexpr std::size_t most_windows = 12;
constexpr std::size_t most_events = 40;  // of one window: those nearest to its findings

struct Event {
  std::int64_t time, distance;
  std::string kind, table;
  std::int64_t record;
  bool same_moment(const Event& other) const {
    return time == other.time && record == other.record && table == other.table;
  }
  auto order() const { return std::tie(time, table, record, kind); }
};

// An hour before and after one finding, or several whose hours meet.
struct Window {
  std::vector<std::int64_t> findings;
  std::int64_t begin() const { return findings.front() - hour; }
  std::int64_t end() const { return findings.back() + hour; }
  std::int64_t distance(std::int64_t time) const {
    std::int64_t best = 2 * hour;
    for (std::int64_t t : findings) best = std::min(best, std::max(t, time) - std::min(t, time));
    return best;
  }
};

Result<std::vector<Window>> windows_of(const Report& report) {
  // A finding may hold many values: the first sight of each counts, not only that of the first.
  auto select = TRY(report.rows(
      "SELECT time FROM (SELECT time FROM finding WHERE revision = ?1 UNION SELECT min(m.time) FROM finding "
      "f "
      "CROSS JOIN finding_record r ON r.finding = f.id CROSS JOIN match m ON m.id = r.match WHERE f.revision "
      "= "
      "?1 GROUP BY f.id, m.value) WHERE time BETWEEN -9000000000000000000 AND 9000000000000000000 ORDER BY "
      "time"));
  std::vector<Window> windows;
  while (TRY(select.step())) {
    std::int64_t time = select.integer(0);
    if (windows.empty() || time - hour > windows.back().end())
      windows.push_back({{time}});
    else
      windows.back().findings.push_back(time);
  }
  return windows;
}

// The events of a window, at most `most_events`: a heap whose top is the farthest from a finding.
class Nearest {
 public:
  void add(Event event) {
    ++all_;
    if (events_.size() == most_events && event.distance > events_.front().distance) return;
    events_.push_back(std::move(event));
    std::ranges::push_heap(events_, nearer);
    if (events_.size() <= most_events) return;
    std::ranges::pop_heap(events_, nearer);
    events_.pop_back();
  }
  bool may_take(std::int64_t distance) const {
    return events_.size() < most_events || distance <= events_.front().distance;
  }
  void pass_over() { ++all_; }
  std::int64_t all() const { return all_; }
  std::vector<Event> in_order() {
    std::ranges::sort(events_, [](const Event& a, const Event& b) { return a.order() < b.order(); });
    return events_;
  }

 private:
  static bool nearer(const Event& a, const Event& b) {
    return std::pair(a.distance, a.order()) < std::pair(b.distance, b.order());
  }
  std::vector<Event> events_;
  std::int64_t all_ = 0;
};

// The event columns of one table of the case.
struct EventTable {
  std::string name;
  std::vector<std::string> columns, kinds;
};

Result<std::vector<EventTable>> event_tables(const Report& report) {
  auto select = TRY(report.database().prepare(
      "SELECT table_name, column_name, event FROM event_column ORDER BY table_name, column_name"));
  std::vector<EventTable> tables;
  while (TRY(select.step())) {
    if (tables.empty() || tables.back().name != select.text(0))
      tables.push_back({std::string(select.text(0)), {}, {}});
    tables.back().columns.emplace_back(select.text(1));
    tables.back().kinds.emplace_back(select.text(2));
  }
  return tables;
}

void place(const std::vector<Window>& windows, std::vector<Nearest>& nearest, std::int64_t time,
           const EventTable& table, std::size_t column, std::int64_t record) {
  auto window = std::ranges::lower_bound(windows, time, {}, &Window::end);
  auto index = static_cast<std::size_t>(window - windows.begin());
  if (index >= nearest.size() || time < window->begin()) return;
  std::int64_t distance = window->distance(time);
  if (nearest[index].may_take(distance))
    nearest[index].add({time, distance, table.kinds[column], table.name, record});
  else
    nearest[index].pass_over();
}

// One pass over each table for all windows and all of its columns together: there may be millions of events.
Result<> collect(const Report& report, const std::vector<Window>& windows, std::vector<Nearest>& nearest) {
  if (nearest.empty()) return {};
  std::int64_t first = windows.front().begin(), last = windows[nearest.size() - 1].end();
  for (const EventTable& table : TRY(event_tables(report))) {
    std::string columns, condition;
    for (const std::string& column : table.columns) {
      columns += ", " + sql_name(column);
      condition += fmt::format("{}{} BETWEEN ?1 AND ?2", condition.empty() ? "" : " OR ", sql_name(column));
    }
    auto select = TRY(report.database().prepare(
        fmt::format("SELECT id{} FROM {} WHERE {}", columns, sql_name(table.name), condition)));
    select.bind_all(first, last);
    while (TRY(select.step()))
      for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (int at = static_cast<int>(i) + 1; !select.is_null(at))
          place(windows, nearest, select.integer(at), table, i, select.integer(0));
  }
  return {};
}

std::string event_in_words(std::string kind) {
  std::ranges::replace(kind, '_', ' ');
  return kind;
}

Result<> write_window(Report& report, const Window& window, Nearest& nearest) {
  Html& html = report.html;
  std::int64_t all = nearest.all();
  std::vector<Event> events = nearest.in_order();
  html.open("table class=stack")
      .element("caption", fmt::format("Around {}", to_iso8601(Time{window.findings.front()})));
  html.headings({"Time, UTC by the device clock", "Event", "Record", "What stands there"}).open("tbody");
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& event = events[i];
    // One record often has several of its times at one moment: they share a line.
    std::string kinds = event_in_words(event.kind);
    for (; i + 1 < events.size() && events[i + 1].same_moment(event); ++i)
      kinds += ", " + event_in_words(events[i + 1].kind);
    event.distance == 0 ? html.open("tr class=own") : html.open("tr");
    html.element("td class=when", to_iso8601(Time{event.time})).open("td").text(kinds);
    if (event.distance == 0) html.text(" — time of a finding");
    html.close().element("td", fmt::format("{} {}", event.table, event.record)).open("td");
    if (auto excerpt = TRY(record_excerpt(report.store, event.table, event.record)))
      html.evidence(in_one_line(*excerpt), 110);
    html.close().close();
  }
  html.close().close();
  if (all > static_cast<std::int64_t>(events.size()))
    html.element(
        "p class=note",
        fmt::format(
            "These are the {} of {} events that lie nearest to the findings: bridle timeline CASE lists all.",
            events.size(), grouped(all)));
  return {};
}

}  // namespace

Result<> write_timeline(Report& report) {
  Html& html = report.html;
  std::vector<Window> windows = TRY(windows_of(report));
  std::vector<Nearest> nearest(std::min(windows.size(), most_windows));
  TRY(collect(report, windows, nearest));
  std::int64_t all = TRY(report.database().number("SELECT sum(events) FROM coverage"));
  html.open("section").element("h2", "Events around the findings");
  if (windows.empty()) {
    html.element("p",
                 fmt::format("No finding has a time. The case holds {}: bridle timeline CASE lists them.",
                             counted(all, "dated event", "dated events")));
    html.close();
    return {};
  }
  html.element("p", fmt::format("What else the phone recorded within an hour of each dated finding. Nearness "
                                "in time is no proof of a "
                                "connection. The case holds {} in all.",
                                counted(all, "dated event", "dated events")));
  for (std::size_t i = 0; i < nearest.size(); ++i) TRY(write_window(report, windows[i], nearest[i]));
  if (windows.size() > most_windows)
    html.element(
        "p", fmt::format("… and {} more such hours: bridle timeline CASE", windows.size() - most_windows));
  html.close();
  return {};
}

}  // namespace bridle

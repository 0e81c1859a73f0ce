#include <fmt/format.h>

#include "testing/forge_parts.h"

namespace bridle::testing {
namespace {

constexpr std::string_view schema = R"sql(
CREATE TABLE history_items(id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL UNIQUE, domain_expansion TEXT NULL,
  visit_count INTEGER NOT NULL, daily_visit_counts BLOB, weekly_visit_counts BLOB, autocomplete_triggers BLOB,
  should_recompute_derived_visit_counts INTEGER NOT NULL DEFAULT 0, visit_count_score INTEGER NOT NULL DEFAULT 0,
  status_code INTEGER NOT NULL DEFAULT 0);
CREATE TABLE history_visits(id INTEGER PRIMARY KEY AUTOINCREMENT, history_item INTEGER NOT NULL, visit_time REAL NOT NULL, title TEXT NULL,
  load_successful BOOLEAN NOT NULL DEFAULT 1, http_non_get BOOLEAN NOT NULL DEFAULT 0, synthesized BOOLEAN NOT NULL DEFAULT 0,
  redirect_source INTEGER NULL UNIQUE, redirect_destination INTEGER NULL UNIQUE, origin INTEGER NOT NULL DEFAULT 0,
  generation INTEGER NOT NULL DEFAULT 0, attributes INTEGER NOT NULL DEFAULT 0, score INTEGER NOT NULL DEFAULT 0);
CREATE TABLE history_tombstones(id INTEGER PRIMARY KEY AUTOINCREMENT, start_time REAL NOT NULL, end_time REAL NOT NULL, url TEXT,
  generation INTEGER NOT NULL DEFAULT 0);
)sql";

struct Writer {
  Statement item, visit;
  std::int64_t items = 0, visits = 0;

  Result<std::int64_t> add(std::string_view url, std::string_view title, double when,
                           std::int64_t origin = 0) {
    TRY(item.bind_all(++items, url).run());
    TRY(visit.bind_all(++visits, items, when, title, origin).run());
    return visits;
  }
};

}  // namespace

Result<> forge_history(const std::string& path, std::uint64_t visits, Random& random) {
  auto db = TRY(raw_database(path));
  TRY(db.run(std::string(schema)));
  Writer writer{
      .item = TRY(db.prepare("INSERT INTO history_items(id, url, visit_count) VALUES(?, ?, 1)")),
      .visit = TRY(db.prepare(
          "INSERT INTO history_visits(id, history_item, visit_time, title, origin) VALUES(?, ?, ?, ?, ?)"))};
  auto redirect = [&](std::int64_t from, std::int64_t to) {
    return db.run(
        fmt::format("UPDATE history_visits SET redirect_destination = {1} WHERE id = {0}; UPDATE "
                    "history_visits SET redirect_source = {0} "
                    "WHERE id = {1};",
                    from, to));
  };
  for (std::uint64_t i = 0; i < visits; ++i) {
    double when = static_cast<double>(forged_day) - static_cast<double>(visits - i) * 90.5;
    if (i == visits / 2) {
      // A plain http page that was answered from the network: two hops within half a second, to the planted
      // host.
      auto first = TRY(writer.add("http://weather.example.com/today-berlin", "Weather", when));
      auto second = TRY(writer.add(fmt::format("https://{}/read/7f3a", stheno::host), "", when + 0.2));
      auto third =
          TRY(writer.add(fmt::format("https://{}/stage2.html", stheno::second_host), "", when + 0.4));
      TRY(redirect(first, second));
      TRY(redirect(second, third));
      // The same host opened on the owner's other device, and hosts that only resemble it.
      (void)TRY(writer.add("https://wnews-alert.example.org/", "Look-alike", when + 10));
      (void)TRY(writer.add("https://example.org/news-alert.example.org", "Look-alike", when + 20));
      auto http = TRY(writer.add("http://m.shop.example.net/", "Shop", when + 30));
      TRY(redirect(http, TRY(writer.add("https://shop.example.net/start", "Shop", when + 30.3))));
    }
    std::string url = fmt::format("{}#{}", ordinary_url(random), i);
    (void)TRY(writer.add(url, "Page", when));
  }
  TRY(db.run(fmt::format(
      "INSERT INTO history_tombstones(start_time, end_time, url) VALUES({0}, {0} + 5, NULL)", forged_day)));
  return db.run("COMMIT");
}

}  // namespace bridle::testing

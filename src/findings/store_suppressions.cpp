#include "findings/store_suppressions.h"

#include <algorithm>

#include "base/text.h"

namespace bridle {

Result<> store_suppressions(CaseStore& store, const SuppressionFile& file, std::int64_t revision) {
  auto insert =
      TRY(store.database().prepare("INSERT INTO suppression VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  TRY(store.database().run("BEGIN"));
  for (const Suppression& s : file.suppressions)
    TRY(insert
            .bind_all(revision, s.number, std::string_view(s.rule), std::string_view(s.indicator),
                      name(s.scope), std::string_view(s.where), std::string_view(s.reason),
                      std::string_view(s.author), std::string_view(s.date), std::string_view(file.name),
                      std::string_view(file.sha256), s.line)
            .run());
  return store.database().run("COMMIT");
}

Result<std::vector<Suppression>> applicable_suppressions(const CaseStore& store, std::int64_t revision) {
  std::vector<std::string> devices;
  auto facts = TRY(store.database().prepare(
      "SELECT lower(value) FROM device WHERE key IN ('unique_identifier', 'serial_number')"));
  while (TRY(facts.step())) devices.emplace_back(facts.text(0));
  auto select =
      TRY(store.database().prepare("SELECT number, rule, indicator, scope, place, reason, author, date, line "
                                   "FROM suppression WHERE revision = ? ORDER BY number"));
  select.bind(1, revision);
  std::vector<Suppression> all;
  while (TRY(select.step())) {
    auto scope = std::ranges::find(scope_names, select.text(3));
    Suppression s{.number = select.integer(0),
                  .line = select.integer(8),
                  .rule = std::string(select.text(1)),
                  .indicator = std::string(select.text(2)),
                  .scope = static_cast<Suppression::Scope>(scope - std::begin(scope_names)),
                  .where = std::string(select.text(4)),
                  .reason = std::string(select.text(5)),
                  .author = std::string(select.text(6)),
                  .date = std::string(select.text(7))};
    if (s.scope != Suppression::Scope::device ||
        std::ranges::find(devices, to_lower_ascii(s.where)) != devices.end())
      all.push_back(std::move(s));
  }
  return all;
}

}  // namespace bridle

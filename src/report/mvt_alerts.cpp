#include "report/mvt_alerts.h"

#include <fmt/format.h>

#include "base/csv.h"
#include "base/text.h"
#include "report/mvt_files.h"

namespace bridle::mvt {
namespace {

// MVT's names for the kinds of indicators, beside ours.
std::string_view bucket(std::string_view type) {
  constexpr std::pair<std::string_view, std::string_view> names[] = {{"domain", "domains"},
                                                                     {"ipv4", "domains"},
                                                                     {"ipv6", "domains"},
                                                                     {"url", "urls"},
                                                                     {"process_name", "processes"},
                                                                     {"email", "emails"},
                                                                     {"file_name", "file_names"},
                                                                     {"file_path", "file_paths"},
                                                                     {"md5", "files_md5"},
                                                                     {"sha1", "files_sha1"},
                                                                     {"sha256", "files_sha256"},
                                                                     {"app_id", "app_ids"},
                                                                     {"profile_id", "ios_profile_ids"}};
  for (auto [ours, theirs] : names)
    if (type == ours) return theirs;
  return type.starts_with("certificate_") ? "app_cert_hashes" : type;
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return result;
}

// What an alert is about: the slug of the module that the record belongs to, and the record in its shape.
struct Subject {
  std::string slug, event = "{}";
};

class Subjects {
 public:
  explicit Subjects(const CaseStore& store) : store_(store), modules_(modules()), selects_(modules_.size()) {}

  /// Several modules can share a table; each knows which rows are its own.
  Result<Subject> find(std::string_view table, std::int64_t id) {
    Subject subject;
    for (std::size_t i = 0; i < modules_.size(); ++i) {
      if (modules_[i].table != table) continue;
      if (subject.slug.empty()) subject.slug = modules_[i].slug;
      auto& select = selects_[i];
      if (!select) select = TRY(store_.database().prepare(select_rows(modules_[i], "t.id = ?1")));
      select->bind(1, id);
      if (TRY(select->step())) {
        Record record;
        TRY(modules_[i].write(store_, Row(*select), record));
        std::string text = record.json.take();
        subject.slug = modules_[i].slug;
        if (!text.empty()) subject.event = text.substr(0, text.find(",\n"));
        select->reset();
        return subject;
      }
      select->reset();
    }
    if (subject.slug.empty()) subject.slug = table;
    return subject;
  }

 private:
  const CaseStore& store_;
  std::vector<Module> modules_;
  std::vector<std::optional<Statement>> selects_;
};

struct Indicator {
  std::string value, type, name, file;
};

std::string alert_json(const Statement& row, std::string_view slug, std::string_view time,
                       std::string_view event) {
  JsonWriter json(false);
  json.object()
      .member("level", upper(row.text(1)))
      .member("module", slug)
      .member("message", row.text(2))
      .member("event_time", time);
  json.key("event").raw(event).key("matched_indicator");
  if (row.is_null(6))
    json.null();
  else
    json.object()
        .member("value", row.text(6))
        .member("type", bucket(row.text(7)))
        .member("name", row.text(8))
        .member("stix2_file_name", row.text(9))
        .end();
  return json.end().take();
}

// A record that meets an indicator in two columns is one alert, that of the first. MVT knows no suppressions:
// what is set aside is told as such, at the lowest level.
constexpr std::string_view select_alerts =
    "SELECT f.time, iif(f.suppression IS NULL, f.severity, 'informational'), iif(f.suppression IS NULL, '', "
    "coalesce((SELECT 'Set aside by ' || author || ' on ' || date || ': ' || reason || '. ' FROM suppression "
    "s WHERE s.revision = f.revision AND s.number = f.suppression), '')) || f.statement, r.source, r.record, "
    "m.time, i.value, i.type, "
    "(SELECT group_concat(json_extract(a.value, '$.name'), ', ') FROM json_each(CASE WHEN "
    "json_valid(i.attributions) THEN i.attributions "
    "ELSE '[]' END) a), i.source_file, min(r.position) FROM finding f JOIN finding_record r ON r.finding = "
    "f.id LEFT JOIN "
    "match m ON m.id = r.match "
    "LEFT JOIN indicator i ON i.id = m.indicator WHERE f.revision = ? GROUP BY f.id, r.source, r.record, "
    "m.indicator ORDER BY "
    "f.id, 11";

}  // namespace

Result<> write_alerts(const CaseStore& store, std::int64_t revision, const std::string& folder) {
  Subjects subjects(store);
  ArrayFile all(folder, "alerts.json");
  std::map<std::string, ArrayFile, std::less<>> by_slug;
  OutFile timeline = TRY(OutFile::make(folder, "alerts_timeline.csv"));
  TRY(timeline.add("\"Event Time\",\"Module\",\"Message\",\"Event\"\r\n"));
  auto select = TRY(store.database().prepare(select_alerts));
  select.bind(1, revision);
  while (TRY(select.step())) {
    auto [slug, event] = TRY(subjects.find(select.text(3), select.integer(4)));
    int at = select.is_null(5) ? 0 : 5;
    std::string time = select.is_null(at) ? std::string() : to_mvt_time(Time{select.integer(at)});
    std::string json = alert_json(select, slug, time, event);
    TRY(all.add(json));
    TRY(by_slug.try_emplace(slug, folder, slug + "_detected.json").first->second.add(json));
    if (!time.empty())
      TRY(timeline.add(fmt::format("{},{},{},{}\r\n", csv_own_cell(time), csv_own_cell(slug),
                                   csv_cell(select.text(2)), csv_cell(event))));
  }
  for (auto& [slug, file] : by_slug) TRY(file.finish());
  TRY(all.finish());
  return timeline.finish();
}

}  // namespace bridle::mvt

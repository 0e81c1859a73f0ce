#include "report/mvt_alerts.h"

#include <fmt/format.h>

#include <array>
#include <set>

#include "base/csv.h"
#include "base/text.h"
#include "report/mvt_files.h"

namespace bridle::mvt {
namespace {

// MVT's names for the kinds of indicators, beside ours.
std::string_view bucket(std::string_view type) {
  constexpr std::pair<std::string_view, std::string_view> names[] = {
      {"domain", "domains"},
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
      {"profile_id", "ios_profile_ids"},
      {"certificate_md5", "app_cert_hashes"},
      {"certificate_sha1", "app_cert_hashes"},
      {"certificate_sha256", "app_cert_hashes"},
      {"android_property", "android_property_names"}};
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
  bool is_part = false;  ///< of a record that MVT's shape gives to another one of the same module
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
    subject.is_part = !subject.slug.empty();
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

// A record that meets an indicator in two columns is one alert, that of the first, and one that meets it in
// two findings is an alert of the graver one. MVT knows no suppressions: what is set aside is told as such,
// at the lowest level.
constexpr std::string_view select_alerts = R"(
SELECT time, level, words, source, record, record_time, value, type, names, source_file FROM (
  SELECT f.id AS finding, f.time, iif(f.suppression IS NULL, f.severity, 'informational') AS level,
    iif(f.suppression IS NULL, '', coalesce((SELECT 'Set aside by ' || author || ' on ' || date || ': ' || reason || '. '
      FROM suppression s WHERE s.revision = f.revision AND s.number = f.suppression), '')) || f.statement AS words,
    r.source, r.record, m.time AS record_time, i.value, i.type,
    (SELECT group_concat(json_extract(a.value, '$.name'), ', ') FROM json_each(
      CASE WHEN json_valid(i.attributions) THEN i.attributions ELSE '[]' END) a) AS names,
    i.source_file, m.indicator, min(r.position) AS position,
    row_number() OVER (PARTITION BY r.source, r.record, m.indicator ORDER BY CASE f.severity WHEN 'critical' THEN 0
      WHEN 'high' THEN 1 WHEN 'medium' THEN 2 WHEN 'low' THEN 3 ELSE 4 END, f.id) AS grave
  FROM finding f JOIN finding_record r ON r.finding = f.id LEFT JOIN match m ON m.id = r.match
    LEFT JOIN indicator i ON i.id = m.indicator
  WHERE f.revision = ? GROUP BY f.id, r.source, r.record, m.indicator)
WHERE indicator IS NULL OR grave = 1 ORDER BY finding, position)";

}  // namespace

Result<> write_alerts(const CaseStore& store, std::int64_t revision, const std::string& folder) {
  Subjects subjects(store);
  ArrayFile all(folder, "alerts.json");
  std::map<std::string, ArrayFile, std::less<>> by_slug;
  OutFile timeline = TRY(OutFile::make(folder, "alerts_timeline.csv"));
  TRY(timeline.add("\"Event Time\",\"Module\",\"Message\",\"Event\"\r\n"));
  auto select = TRY(store.database().prepare(select_alerts));
  select.bind(1, revision);
  auto add = [&](const std::string& slug, const std::string& time, const std::string& event,
                 const std::string& words, const std::string& json) -> Result<> {
    TRY(all.add(json));
    TRY(by_slug.try_emplace(slug, folder, slug + "_detected.json").first->second.add(json));
    if (time.empty()) return {};
    return timeline.add(fmt::format("{},{},{},{}\r\n", csv_own_cell(time), csv_own_cell(slug),
                                    csv_cell(words), csv_cell(event)));
  };
  // What has no record of its own in MVT's shape is told once for each module, indicator and statement, and
  // only when no record of it is told.
  std::set<std::size_t> told, kept;
  std::vector<std::pair<std::size_t, std::array<std::string, 5>>> parts;
  while (TRY(select.step())) {
    Subject subject = TRY(subjects.find(select.text(3), select.integer(4)));
    int at = select.is_null(5) ? 0 : 5;
    std::string time = select.is_null(at) ? std::string() : to_mvt_time(Time{select.integer(at)});
    std::string json = alert_json(select, subject.slug, time, subject.event), words(select.text(2));
    std::size_t what =
        std::hash<std::string>{}(fmt::format("{}\n{}\n{}", subject.slug, select.text(6), words));
    if (subject.is_part) {
      if (kept.insert(what).second)
        parts.emplace_back(what, std::array{subject.slug, time, subject.event, words, json});
      continue;
    }
    told.insert(what);
    TRY(add(subject.slug, time, subject.event, words, json));
  }
  for (const auto& [what, part] : parts)
    if (!told.contains(what)) TRY(add(part[0], part[1], part[2], part[3], part[4]));
  for (auto& [slug, file] : by_slug) TRY(file.finish());
  TRY(all.finish());
  return timeline.finish();
}

}  // namespace bridle::mvt

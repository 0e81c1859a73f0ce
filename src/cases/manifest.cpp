#include "cases/manifest.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/file_replacement.h"
#include "base/json.h"
#include "base/sha256.h"
#include "base/text.h"
#include "cases/hash_file.h"
#include "cases/rows_as_json.h"

namespace bridle {
namespace {

// sha256sum's own format, so that anyone can check the evidence without us.
Result<> write_digests(const CaseStore& store) {
  auto select = TRY(
      store.database().prepare("SELECT path, sha256 FROM evidence_file WHERE sha256 <> '' ORDER BY path"));
  // A list of 870,000 files is 100 MB: it goes out in pieces, and takes its name when it is whole.
  constexpr std::size_t piece = 1 << 20;
  auto file = TRY(FileReplacement::begin(case_digests_path(store.folder())));
  std::string text;
  while (TRY(select.step())) {
    text += fmt::format("{}  {}\n", select.text(1), select.text(0));
    if (text.size() < piece) continue;
    TRY(file.write(text));
    text.clear();
  }
  TRY(file.write(text));
  return file.commit();
}

}  // namespace

Result<> store_facts(CaseStore& store, const ExaminationFacts& facts) {
  auto insert = TRY(store.database().prepare("INSERT OR REPLACE INTO examination VALUES(?, ?)"));
  auto put = [&](std::string_view key, std::string_view value) { return insert.bind_all(key, value).run(); };
  TRY(put("program_version", facts.program_version));
  TRY(put("program_sha256", facts.program_sha256));
  TRY(put("container", facts.container));
  TRY(put("triage", facts.triage ? "yes" : "no"));
  TRY(put("evidence_files", fmt::format("{}", facts.evidence_files)));
  TRY(put("evidence_bytes", fmt::format("{}", facts.evidence_bytes)));
  TRY(put("landlock_abi", fmt::format("{}", facts.landlock_abi)));
  std::string missing;
  for (const std::string& sentence : facts.sandbox_missing)
    missing += (missing.empty() ? "" : " ") + sentence;
  return put("sandbox_missing", missing);
}

Result<ExaminationFacts> stored_facts(const CaseStore& store) {
  ExaminationFacts facts;
  auto select = TRY(store.database().prepare("SELECT key, value FROM examination"));
  while (TRY(select.step())) {
    std::string key(select.text(0)), value(select.text(1));
    auto number = parse_integer(value);
    if (key == "program_version") facts.program_version = value;
    if (key == "program_sha256") facts.program_sha256 = value;
    if (key == "container") facts.container = value;
    if (key == "triage") facts.triage = value == "yes";
    if (key == "evidence_files" && number) facts.evidence_files = static_cast<std::uint64_t>(*number);
    if (key == "evidence_bytes" && number) facts.evidence_bytes = static_cast<std::uint64_t>(*number);
    if (key == "landlock_abi" && number) facts.landlock_abi = static_cast<int>(*number);
    if (key == "sandbox_missing" && !value.empty()) facts.sandbox_missing = {value};
  }
  return facts;
}

Result<std::string> manifest_text(const CaseStore& store, std::string_view seal, const HashedFile& database) {
  const std::string& folder = store.folder();
  JsonWriter json;
  json.object().member("format", "bridle case 1").member("seal", seal);
  json.key("files").object();
  auto put = [&](std::string_view name, const HashedFile& hashed) {
    json.key(name).object().member("size", hashed.size).member("sha256", hashed.sha256).end();
  };
  put("case.sqlite", database);
  put("journal.jsonl", TRY(hash_file(case_journal_path(folder))));
  put("evidence.sha256", TRY(hash_file(case_digests_path(folder))));
  put("report.html", TRY(hash_file(case_report_path(folder))));
  json.end();
  json.key("examination");
  TRY(pairs_as_json(store.database(), json, "SELECT key, value FROM examination ORDER BY key"));
  json.key("device");
  TRY(pairs_as_json(store.database(), json, "SELECT key, value FROM device ORDER BY key"));
  json.key("revisions");
  TRY(rows_as_json(store.database(), json, "SELECT * FROM revision ORDER BY number"));
  json.key("indicator_files");
  TRY(rows_as_json(
      store.database(), json,
      "SELECT revision, name, sha256, bytes, accepted, not_evaluated, rejected, error FROM indicator_file "
      "ORDER BY revision, position"));
  json.key("custody_windows");
  TRY(rows_as_json(
      store.database(), json,
      "SELECT revision, number, begins, ends, given FROM custody_window ORDER BY revision, number"));
  json.key("coverage");
  TRY(rows_as_json(store.database(), json,
                   "SELECT artefact, path, stored_as, status, records, skipped, lost_pages, reason "
                   "FROM coverage ORDER BY task"));
  json.key("files_read");
  TRY(rows_as_json(store.database(), json,
                   "SELECT path, size, sha256, problem FROM evidence_file WHERE path IN "
                   "(SELECT stored_as FROM coverage) ORDER BY path"));
  json.end();
  return json.take();
}

Result<std::string> seal_case(CaseStore& store, Journal& journal, const HashedFile& database) {
  TRY(write_digests(store));
  auto report = TRY(hash_file(case_report_path(store.folder())));
  auto revision = TRY(store.database().number("SELECT max(number) FROM revision"));
  TRY(journal.add("sealed", [&](JsonWriter& json) {
    json.member("revision", revision)
        .member("case.sqlite", database.sha256)
        .member("report.html", report.sha256);
  }));
  std::string text = TRY(manifest_text(store, "", database));
  std::string seal = to_hex(sha256(as_bytes(text)));
  constexpr std::string_view unsealed = "\"seal\": \"";
  text.insert(text.find(unsealed) + unsealed.size(), seal);
  TRY(replace_file(case_manifest_path(store.folder()), text));
  return seal;
}

}  // namespace bridle

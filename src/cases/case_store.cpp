#include "cases/case_store.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "base/file.h"
#include "cases/case_tables.h"
#include "cases/json_list.h"

namespace bridle {
namespace {

Result<> prepare_folder(const std::string& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0) return {};
  int number = errno;
  if (number != EEXIST)
    return fail(Fault::io,
                fmt::format("cannot make the case folder {}: {}. Give --case a folder that can be made",
                            folder, system_message(number)));
  auto directory = open_directory(folder);
  if (!directory)
    return fail(Fault::io, fmt::format("{} exists and is not a folder: give --case another name", folder));
  if (!TRY(names_in(*directory)).empty())
    return fail(
        Fault::io,
        fmt::format("the case folder {} exists and is not empty: a case is never overwritten. Give --case "
                    "another name, or move the old one away",
                    folder));
  return {};
}

}  // namespace

std::string case_database_path(const std::string& folder) {
  return folder + "/case.sqlite";
}
std::string case_journal_path(const std::string& folder) {
  return folder + "/journal.jsonl";
}
std::string case_manifest_path(const std::string& folder) {
  return folder + "/manifest.json";
}
std::string case_report_path(const std::string& folder) {
  return folder + "/report.html";
}
std::string case_digests_path(const std::string& folder) {
  return folder + "/evidence.sha256";
}
std::string case_run_path(const std::string& folder) {
  return folder + "/run.json";
}

Result<CaseStore> CaseStore::create(const std::string& folder, std::span<const Artefact* const> artefacts) {
  TRY(prepare_folder(folder));
  auto database = Database::open(case_database_path(folder), Database::Mode::create);
  if (!database)
    return fail(Fault::io,
                fmt::format("cannot write into the case folder {}: {}", folder, database.error().message));
  // Unlike evidence, the first 192 MiB of a case are mapped: it is scanned several times over, and copying
  // its pages took a fifth of that. More would count as memory of this process. The case is sealed only when
  // it is whole, so nothing is gained by syncing it page by page on the way.
  TRY(database->run(
      "PRAGMA page_size=4096; PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA cache_size=-32768;"
      "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=201326592; PRAGMA application_id=1114789193;"));  // "BrdI"
  TRY(database->run("BEGIN;" + case_tables_sql(artefacts) + case_views_sql(artefacts) + "COMMIT;"));
  CaseStore store(folder, std::move(*database));
  auto insert = TRY(store.database_.prepare("INSERT INTO artefact VALUES(?, ?, ?, ?, ?)"));
  auto event = TRY(store.database_.prepare("INSERT OR IGNORE INTO event_column VALUES(?, ?, ?)"));
  TRY(store.database_.run("BEGIN"));
  for (const Artefact* a : artefacts) {
    TRY(insert.bind_all(a->id, a->title, a->table->name, name(a->question), name(a->presence)).run());
    for (const Column& column : a->table->columns)
      if (!column.event_kind.empty())
        TRY(event.bind_all(a->table->name, column.name, column.event_kind).run());
  }
  TRY(store.database_.run("COMMIT"));
  return store;
}

Result<CaseStore> CaseStore::open(const std::string& folder, Database::Mode mode) {
  auto database = Database::open(case_database_path(folder), mode);
  if (!database) return fail(Fault::absent, fmt::format("{} is not a case: it holds no case.sqlite", folder));
  CaseStore store(folder, std::move(*database));
  TRY(
      store.database_.run("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA cache_size=-32768; "
                          "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=201326592;"));
  store.next_task_ = TRY(store.database_.number("SELECT max(task) FROM coverage")) + 1;
  return store;
}

Result<> CaseStore::insert_coverage(const Coverage& c) {
  auto insert = TRY(database_.prepare("INSERT INTO coverage VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  std::string notes = json_list(c.notes);
  std::int64_t task = number_of(c);
  next_task_ = std::max(next_task_, task + 1);
  return insert
      .bind_all(task, std::string_view(c.artefact), std::string_view(c.path), std::string_view(c.stored_as),
                name(c.status), static_cast<std::int64_t>(c.records), static_cast<std::int64_t>(c.skipped),
                static_cast<std::int64_t>(c.lost_pages), std::string_view(c.reason), std::string_view(notes),
                static_cast<std::int64_t>(c.events))
      .run();
}

Result<> CaseStore::add_coverage(const Coverage& coverage) {
  return insert_coverage(coverage);
}

Result<> CaseStore::add_skip(std::string_view locator, const Error& why) {
  auto insert = TRY(database_.prepare("INSERT INTO skip VALUES(NULL, ?, ?, ?, ?)"));
  return insert.bind_all(std::int64_t{0}, locator, name(why.fault), std::string_view(why.message)).run();
}

Result<> CaseStore::set_presence(std::string_view artefact, Presence presence) {
  auto update = TRY(database_.prepare("UPDATE artefact SET presence = ?1 WHERE id = ?2 AND presence <> ?1"));
  return update.bind_all(name(presence), artefact).run();
}

Result<> CaseStore::set_device(std::string_view key, std::string_view value) {
  auto insert = TRY(database_.prepare("INSERT OR REPLACE INTO device VALUES(?, ?)"));
  return insert.bind_all(key, value).run();
}

Result<> CaseStore::add_evidence_files(std::span<const EvidenceFile> files) {
  TRY(database_.run("BEGIN"));
  auto insert = TRY(database_.prepare("INSERT OR REPLACE INTO evidence_file VALUES(?, ?, ?, ?)"));
  for (const EvidenceFile& file : files)
    TRY(insert
            .bind_all(std::string_view(file.path), static_cast<std::int64_t>(file.size),
                      std::string_view(file.sha256), std::string_view(file.problem))
            .run());
  return database_.run("COMMIT");
}

}  // namespace bridle

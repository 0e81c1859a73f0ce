#include <fmt/format.h>

#include <algorithm>

#include "base/sha256.h"
#include "evidence/ios_backup.h"
#include "formats/ios_domains.h"

namespace bridle {
namespace {

bool usable(const BackupEntry& entry, const std::string& locator, const BackupSkipVisitor& skip) {
  if (!is_file_id(entry.file_id)) {
    skip(locator,
         {Fault::malformed, "the fileID is not 40 hexadecimal digits: refused, no path is built from it"});
    return false;
  }
  if (!stays_below(entry.relative_path)) {
    skip(locator, {Fault::malformed, "the relative path leaves its domain: refused"});
    return false;
  }
  return true;
}

}  // namespace

bool is_file_id(std::string_view text) {
  return text.size() == 40 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

Result<> list_manifest_db(SqliteView& database, const BackupEntryVisitor& visit,
                          const BackupSkipVisitor& skip) {
  TRY(database.require("Files", {"fileID", "domain", "relativePath", "flags"}));
  bool has_facts = database.has_column("Files", "file");
  std::vector<std::string_view> columns{"fileID", "domain", "relativePath", "flags"};
  if (has_facts) columns.push_back("file");
  auto rows = TRY(database.scan("Files", columns));
  MbFileReader reader;
  while (TRY(rows.step())) {
    std::string locator = fmt::format("Files rowid {}", rows.rowid().value_or(0));
    const Query& row = rows.row();
    BackupEntry entry{.file_id = row.text(0).value_or(""),
                      .domain = row.text(1).value_or(""),
                      .relative_path = row.text(2).value_or(""),
                      .flags = row.integer(3).value_or(0),
                      .size = {},
                      .key = {}};
    if (!usable(entry, locator, skip)) continue;
    if (auto archive = has_facts ? row.blob(4) : std::nullopt; archive && !archive->empty()) {
      auto facts = reader.read(*archive);
      // Without its facts an entry can still be read, unless it is encrypted: then its key is lost with them.
      if (!facts) skip(locator, facts.error());
      if (facts) {
        entry.size = facts->size;
        entry.key = facts->encryption_key;
      }
      visit(locator, entry);
      continue;
    }
    visit(locator, entry);
  }
  return {};
}

Result<> list_manifest_mbdb(Bytes content, const BackupEntryVisitor& visit, const BackupSkipVisitor& skip) {
  auto reader = TRY(MbdbReader::open(content));
  for (;;) {
    auto record = TRY(reader.next());
    if (!record) return {};
    std::string locator = fmt::format("byte {}", record->offset);
    // The index itself has no fileID: it is the SHA-1 of domain and path.
    std::string file_id = sha1_hex(fmt::format("{}-{}", record->domain, record->path));
    std::int64_t kind = record->mode & 0xF000;
    BackupEntry entry{.file_id = file_id,
                      .domain = record->domain,
                      .relative_path = record->path,
                      .flags = kind == 0x8000   ? 1
                               : kind == 0xA000 ? 4
                                                : 2,
                      .size = record->size,
                      .key = record->encryption_key};
    if (usable(entry, locator, skip)) visit(locator, entry);
  }
}

}  // namespace bridle

#include "cases/revision_digest.h"

#include <fmt/format.h>

#include "base/file.h"
#include "base/sha256.h"
#include "base/text.h"

namespace bridle {
namespace {

constexpr std::uint64_t journal_limit = 1ULL << 30;

// Everything of one revision, in an order that does not depend on how SQLite plans.
constexpr std::string_view selects[] = {
    "SELECT * FROM revision WHERE number = ?1",
    "SELECT * FROM indicator_file WHERE revision = ?1 ORDER BY position",
    "SELECT * FROM indicator_remark WHERE revision = ?1 ORDER BY id",
    "SELECT * FROM indicator WHERE revision = ?1 ORDER BY id",
    "SELECT * FROM match WHERE revision = ?1 ORDER BY id",
    "SELECT * FROM suppression WHERE revision = ?1 ORDER BY number",
    "SELECT * FROM custody_window WHERE revision = ?1 ORDER BY number",
    "SELECT * FROM custody_source WHERE revision = ?1 ORDER BY window, position",
    "SELECT * FROM finding WHERE revision = ?1 ORDER BY id",
    "SELECT r.* FROM finding f CROSS JOIN finding_record r ON r.finding = f.id WHERE f.revision = ?1 ORDER "
    "BY "
    "f.id, r.position",
    "SELECT c.* FROM finding f CROSS JOIN corroboration c ON c.finding = f.id WHERE f.revision = ?1 ORDER BY "
    "f.id, c.other",
};

void add(Sha256& hash, const Statement& row, int column) {
  switch (row.type(column)) {
    case Statement::Type::null:
      hash.update("n;");
      return;
    case Statement::Type::integer:
      hash.update(fmt::format("i{};", row.integer(column)));
      return;
    default:
      hash.update(fmt::format("t{};", row.text(column).size()));
      hash.update(row.text(column));
  }
}

}  // namespace

Result<std::string> revision_digest(const CaseStore& store, std::int64_t revision) {
  Sha256 hash;
  for (std::string_view sql : selects) {
    auto select = TRY(store.database().prepare(sql));
    select.bind(1, revision);
    hash.update("table;");
    while (TRY(select.step())) {
      hash.update("row;");
      for (int i = 0; i < select.columns(); ++i) add(hash, select, i);
    }
  }
  return to_hex(hash.finish());
}

Result<> check_revisions(const CaseStore& store, const std::string& path) {
  auto file = TRY(open_for_reading(path));
  std::string journal = TRY(read_whole(file, journal_limit));
  Lines lines{journal};
  while (auto line = lines.next()) {
    auto kept = between(line->text, "\"rows\":\"", "\"");
    auto number = between(line->text, "\"revision\":", ",");
    if (!kept || !number) continue;
    auto revision = parse_integer(*number);
    if (!revision) continue;
    std::string now = TRY(revision_digest(store, *revision));
    if (now != *kept)
      return fail(Fault::malformed,
                  fmt::format("case.sqlite: the rows of revision {} give {}, the journal says {}", *revision,
                              now, *kept));
  }
  return {};
}

}  // namespace bridle

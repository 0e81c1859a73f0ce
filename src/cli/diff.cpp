#include <fmt/format.h>

#include "cases/case_store.h"
#include "cli/options.h"
#include "cli/rows.h"

namespace bridle::cli {
namespace {

// Findings by their reference, then indicators that something met in the older revision and nothing meets in
// the newer one. The records are the same, so such an indicator is no longer in the set, or was revoked in
// it.
constexpr std::string_view select_changes =
    "SELECT 'new' AS change, reference, severity, confidence, '' AS was, statement AS what, rule FROM "
    "finding "
    "f WHERE revision = ?2 AND NOT EXISTS(SELECT 1 FROM finding o WHERE o.revision = ?1 AND o.reference = "
    "f.reference) "
    "UNION ALL SELECT 'gone', reference, '', '', severity || ' ' || confidence, statement, rule FROM finding "
    "f "
    "WHERE revision = ?1 AND NOT EXISTS(SELECT 1 FROM finding n WHERE n.revision = ?2 AND n.reference = "
    "f.reference) "
    "UNION ALL SELECT 'withdrawn', stix_id, '', '', coalesce((SELECT reason FROM indicator_remark r WHERE "
    "r.revision = ?2 AND r.kind = 'withdrawn' AND r.pattern = i.type || ' ' || i.value), ''), "
    "type || ' ' || value, source_file FROM indicator i "
    "WHERE revision = ?1 AND NOT EXISTS(SELECT 1 FROM indicator n WHERE n.revision = ?2 AND n.type = i.type "
    "AND n.value = i.value) "
    "UNION ALL SELECT CASE WHEN o.suppression IS NULL AND n.suppression IS NOT NULL THEN 'set aside' WHEN "
    "o.suppression IS NOT NULL AND n.suppression IS NULL THEN 'no longer set aside' ELSE 'unchanged' END, "
    "n.reference, n.severity, n.confidence, CASE WHEN o.severity = n.severity AND o.confidence = "
    "n.confidence THEN '' ELSE o.severity || ' ' || o.confidence END, n.statement, n.rule FROM finding n "
    "JOIN "
    "finding o ON o.revision = ?1 AND o.reference = n.reference WHERE n.revision = ?2 GROUP BY n.id";

Result<> run_diff(const ShowArguments& a) {
  auto store = TRY(CaseStore::open(a.case_folder, Database::Mode::read_only));
  auto latest = TRY(store.database().number("SELECT max(number) FROM revision"));
  std::int64_t to = a.to > 0 ? a.to : latest, from = a.from > 0 ? a.from : to - 1;
  if (a.from < 0 || a.to < 0 || from > latest || to > latest)
    return fail(Fault::absent,
                fmt::format("the case has {} {}", latest, latest == 1 ? "revision" : "revisions"));
  if (from == 0)
    return fail(Fault::absent,
                "the case has one revision, so there is nothing to compare: `bridle match` makes another");
  auto select = TRY(store.database().prepare(select_changes));
  select.bind_all(from, to);
  (void)TRY(print_rows(select, a.format));
  return {};
}

}  // namespace

int diff(const ShowArguments& arguments) {
  auto done = run_diff(arguments);
  return done ? exit_nothing_found : complain(done.error().message);
}

}  // namespace bridle::cli

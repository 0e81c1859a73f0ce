#include <fmt/format.h>

#include <algorithm>

#include "engine/dump_container.h"
#include "engine/evidence_coverage.h"
#include "engine/ios_coverage.h"
#include "engine/plan.h"

namespace bridle {

Result<std::vector<Coverage>> DumpContainer::own_coverage(const CaseStore& store, const Plan& plan,
                                                          bool triage) const {
  auto row = [&](std::string_view artefact) {
    Coverage coverage;
    coverage.artefact = artefact;
    coverage.path = dump_file_list;
    coverage.stored_as = tree_.name();
    return coverage;
  };
  Coverage dump = row("evidence.dump");
  dump.notes = facts_.notes;
  if (!tree_.unpack_trouble().empty()) {
    dump.status = CoverageStatus::partial;
    dump.reason = "not all that was needed of the archive could be unpacked: " + tree_.unpack_trouble();
  }
  Coverage index = row("evidence.index");
  account_index(index_end_, plan.skipped, tree_.is_archive() ? "the archive" : "the folder", index);
  Coverage files = row("evidence.files");
  TRY(account_hashed_files(store, triage, files, {}));
  return std::vector{std::move(dump), std::move(index), std::move(files)};
}

Presence DumpContainer::expected(const Artefact& artefact) const {
  // What only encrypted backups hold is there for everyone to see in a dump.
  Presence presence = artefact.presence == Presence::encrypted ? Presence::usual : artefact.presence;
  return std::min(presence, artefact.in_dumps);
}

std::string DumpContainer::absence(const Artefact& artefact) const {
  switch (expected(artefact)) {
    case Presence::always:
      return fmt::format(
          "every phone with {} has it, but this dump does not: it is a part of the file system only, or the "
          "file was removed",
          system_in_words(facts_, "such a system"));
    case Presence::usual:
    case Presence::encrypted:
      return "most phones have it; this dump does not";
    case Presence::sometimes:
      return "only some phones have it";
  }
  return {};
}

std::string DumpContainer::cannot_hold(const Artefact& artefact) const {
  if (artefact.platform == Platform::android) return {};
  if (!can_hold(kind(), artefact)) return "only a backup holds it, and this is a dump of the file system";
  return too_old_for(artefact, facts_);
}

}  // namespace bridle

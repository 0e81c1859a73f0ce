#include "engine/dump_container.h"
#include "engine/evidence_coverage.h"
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

std::string DumpContainer::absence(const Artefact& artefact) const {
  switch (artefact.presence) {
    case Presence::always:
      return "every such phone has it, but this dump does not: it is a part of the file system only, or the "
             "file "
             "was removed";
    case Presence::usual:
    case Presence::encrypted:
      return "most phones have it; this dump does not";
    case Presence::sometimes:
      return "only some phones have it";
  }
  return {};
}

}  // namespace bridle

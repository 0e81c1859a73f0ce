#pragma once

#include <cstdint>
#include <string>

#include "testing/backup_builder.h"
#include "testing/dump_builder.h"

namespace bridle::testing {

/// How much a forged backup holds. The classes are those in which examinations are measured.
struct ForgeSizes {
  std::uint64_t messages = 40, visits = 60, chat_messages = 20, files = 60;
  std::uint64_t mean_file_bytes = 4096;
  std::uint64_t big_database_bytes = 0;  ///< one more database of about this size, 0 = none
  std::uint64_t databases = 0;           ///< of a dump: so many more databases and logs of apps, half of each
};
/// small, usual (20 k messages, 50 k visits, 60 k files), large (1 M, 500 k, 200 k), worst (as large, 870 k
/// files, one database of 2 GB), dump (300 k messages, 100 k visits, 500 k files, 1,200 databases and logs).
/// Faults: absent (no such class).
Result<ForgeSizes> forge_sizes(std::string_view size_class);

/// Writes a backup of a made-up phone with planted traces of a made-up spyware ("Stheno", by "Gorgon"), and
/// things that only resemble them; beside it in `folder`: backup/, indicators.stix2, answers.json (what must
/// be found, and what must not). The same seed gives the same bytes. Faults: io.
Result<> forge_backup(const std::string& folder, const ForgeSizes& sizes, const BackupTemplate& as);

/// How a forged dump is made.
struct DumpTemplate {
  Packing packing = Packing::folder;
  std::string leading;    ///< "" or a folder of the tool's own, with its slash
  bool var_only = false;  ///< `var` instead of `private/var`
  std::uint64_t seed = 1;
};

/// The same content as a file-system dump: dump/ or dump.bin beside indicators.stix2 and answers.json.
/// Faults: io.
Result<> forge_dump(const std::string& folder, const ForgeSizes& sizes, const DumpTemplate& as);

}  // namespace bridle::testing

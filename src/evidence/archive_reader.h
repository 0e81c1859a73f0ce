#pragma once

#include <memory>

#include "evidence/byte_source.h"
#include "evidence/dump_entry.h"

namespace bridle {

/// Reads tar, tar.gz and zip from front to end through libarchive, with those three enabled and nothing else.
/// Parses hostile bytes: for workers. Memory: a block of 64 KiB, and for zip its central directory.
class ArchiveReader {
 public:
  /// Faults: unsupported (no such archive), malformed, io. Borrows: `content`.
  static Result<std::unique_ptr<ArchiveReader>> open(ByteSource& content);
  ~ArchiveReader();

  /// The next entry, or null at the end. Entries that must not be used (a path that leaves the archive, a
  /// name that is lost, ...) go to `skip` and are passed over. Faults: truncated or malformed (the rest
  /// cannot be read), limit (it inflates to far more than it holds).
  Result<const DumpEntry*> next(const DumpSkipVisitor& skip);
  /// The content of the entry that came last, piece by piece, holes as zeros. Returns its length. Faults:
  /// truncated, malformed, limit (longer than `most`, or inflated more than is plausible); what `write`
  /// gives.
  Result<std::uint64_t> content(std::uint64_t most, const std::function<Result<>(Bytes)>& write);

  /// "tar", "tar.gz" or "zip", once an entry was read.
  std::string_view format() const;

 private:
  struct State;
  explicit ArchiveReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// libarchive turns names into those of the locale and loses what does not fit: this sets the one locale that
/// loses nothing, for characters only, and the zone UTC. Opens files, so it is called before a worker enters
/// its cage.
void prepare_archive_names();

/// Content may be this many times as long as what it was inflated from before it is called a bomb: DEFLATE
/// ends at 1032, and databases of zeros come near it, so the bound counts from 64 MiB on.
constexpr std::uint64_t inflation_limit = 200, inflation_free = 64ULL << 20;

}  // namespace bridle

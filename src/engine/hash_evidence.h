#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "cases/case_store.h"
#include "cases/hash_lanes.h"

namespace bridle {

/// Hashes every file below an evidence folder, or one archive, on threads of its own beside the extraction:
/// reading bytes into SHA-256 is no parsing. Results wait in a nameless file and are handed over sorted by
/// folder and name, so that memory stays flat whatever the number of files.
class EvidenceHasher {
 public:
  /// Starts at once. `read_bytes` counts what has been read, for the progress line. Faults: io.
  static Result<std::unique_ptr<EvidenceHasher>> start(const std::string& evidence, const std::string& spool,
                                                       unsigned threads);
  ~EvidenceHasher();
  EvidenceHasher(const EvidenceHasher&) = delete;
  EvidenceHasher& operator=(const EvidenceHasher&) = delete;

  std::uint64_t read_bytes() const { return read_bytes_.load(std::memory_order_relaxed); }
  std::uint64_t read_files() const { return read_files_.load(std::memory_order_relaxed); }
  /// Waits for the end and gives the results in pieces. Faults: io.
  Result<> finish(const std::function<Result<>(std::span<const EvidenceFile>)>& take);

 private:
  struct Piece {
    std::string folder;                // below the evidence folder, "" for itself
    std::vector<FolderEntry> entries;  // to hash, or empty: whatever is in `folder`
  };
  struct PieceFiles;
  class PieceWalk;
  explicit EvidenceHasher(Fd root, Fd spool) : root_(std::move(root)), spool_(std::move(spool)) {}
  Result<> plan();
  Result<> split(const Fd& folder, const std::string& path, std::vector<Piece>& pieces) const;
  Result<Fd> open_folder(const std::string& path) const;
  void work();
  void hash_piece(std::size_t number, HashLanes& lanes);
  void keep(std::size_t number, std::span<const EvidenceFile> files);
  Fd root_, spool_;
  std::vector<Piece> pieces_;
  struct Stored {
    std::uint64_t offset = 0, size = 0;
  };
  std::vector<Stored> stored_;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::uint64_t> read_bytes_{0}, read_files_{0}, written_{0};
  std::atomic<bool> failed_{false};
  std::vector<std::jthread> threads_;
};

}  // namespace bridle

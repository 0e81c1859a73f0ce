#pragma once

#include <array>
#include <functional>
#include <memory>

#include "base/sha256_pair.h"
#include "cases/hash_file.h"

namespace bridle {

/// Hashes many open files, two at a time where the processor can (base/sha256_pair.h), one after the other by
/// OpenSSL elsewhere. Memory: two buffers.
class HashLanes {
 public:
  /// Called when its file has ended, which need not be the order in which files were added. Faults: io.
  using Done = std::function<void(Result<HashedFile>)>;
  explicit HashLanes(bool paired = has_sha256_pair());
  ~HashLanes();

  /// Takes a file; what was taken before goes on until there is room.
  void add(Fd file, Done done);
  /// Until every file has ended.
  void finish();

 private:
  struct Lane;
  static void fill(Lane& lane);
  static void end(Lane& lane, Result<HashedFile> result);
  Lane* free_lane();
  bool step();

  bool paired_;
  std::array<std::unique_ptr<Lane>, 2> lanes_;
};

}  // namespace bridle

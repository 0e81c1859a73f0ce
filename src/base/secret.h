#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "base/bytes.h"

namespace bridle {

/// Fixed-size memory for passwords and keys: locked against swapping, left out of core dumps, zero in a
/// forked child unless it is meant for it, wiped before it is given back. Cannot be copied, so that there is
/// one place to wipe. Where the system refuses the lock (RLIMIT_MEMLOCK), `locked()` is false and the run
/// says so.
class Secret {
 public:
  Secret() = default;
  /// What a child process finds in its copy. Only the launcher keeps it, for the one worker that the secret
  /// is for.
  enum class AfterFork { wiped, kept };
  explicit Secret(std::size_t size, AfterFork after = AfterFork::wiped);
  explicit Secret(Bytes content, AfterFork after = AfterFork::wiped);
  Secret(Secret&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        locked_(std::exchange(other.locked_, true)) {}
  Secret& operator=(Secret&& other) noexcept;
  ~Secret() { wipe(); }

  std::span<std::uint8_t> writable() { return {data_, size_}; }
  Bytes bytes() const { return {data_, size_}; }
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  bool locked() const { return locked_; }
  void wipe();

 private:
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
  bool locked_ = true;
};

/// Overwrites memory in a way that the compiler cannot leave out.
void wipe_memory(std::span<std::uint8_t> memory);

}  // namespace bridle

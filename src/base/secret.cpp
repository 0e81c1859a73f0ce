#include "base/secret.h"

#include <openssl/crypto.h>
#include <sys/mman.h>

#include <algorithm>
#include <new>

namespace bridle {
namespace {
// Whole pages, so that the advice below touches nothing else.
std::size_t rounded(std::size_t size) {
  return (size + 4095) / 4096 * 4096;
}
}  // namespace

Secret::Secret(std::size_t size, AfterFork after) : size_(size) {
  if (size == 0) return;
  void* memory = ::mmap(nullptr, rounded(size), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  locked_ = ::mlock(memory, rounded(size)) == 0;
  ::madvise(memory, rounded(size), MADV_DONTDUMP);
  if (after == AfterFork::wiped) ::madvise(memory, rounded(size), MADV_WIPEONFORK);
  data_ = static_cast<std::uint8_t*>(memory);
}

Secret::Secret(Bytes content, AfterFork after) : Secret(content.size(), after) {
  std::ranges::copy(content, data_);
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    locked_ = std::exchange(other.locked_, true);
  }
  return *this;
}

void Secret::wipe() {
  if (data_ == nullptr) return;
  wipe_memory({data_, size_});
  ::munmap(data_, rounded(size_));
  data_ = nullptr;
  size_ = 0;
}

void wipe_memory(std::span<std::uint8_t> memory) {
  OPENSSL_cleanse(memory.data(), memory.size());
}

}  // namespace bridle

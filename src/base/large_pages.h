#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>

namespace bridle {

/// Asks the kernel for large pages behind memory that was reserved and not touched yet: hundreds of megabytes
/// then cost hundreds of page faults, not a hundred thousand. A wish: where it is not granted nothing
/// changes.
inline void prefer_large_pages(void* begin, std::size_t size) {
  constexpr std::uintptr_t page = 4096;
  constexpr std::size_t worthwhile = 8 << 20;
  if (size < worthwhile) return;
  auto address =
      reinterpret_cast<std::uintptr_t>(begin);  // NOLINT(*-reinterpret-cast): madvise wants whole pages
  auto ahead = (page - address % page) % page;
  ::madvise(static_cast<char*>(begin) + ahead, (size - ahead) / page * page, MADV_HUGEPAGE);
}

}  // namespace bridle

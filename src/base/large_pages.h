#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

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

/// Room for `more` items at the end of a list that grows to hundreds of megabytes, in large pages.
template <class T>
void make_room(std::vector<T>& list, std::size_t more) {
  if (list.capacity() - list.size() >= more) return;
  std::vector<T> larger;
  larger.reserve(std::max(2 * list.capacity(), list.size() + more));
  prefer_large_pages(larger.data(), larger.capacity() * sizeof(T));
  larger.insert(larger.end(), std::make_move_iterator(list.begin()), std::make_move_iterator(list.end()));
  list.swap(larger);
}

}  // namespace bridle

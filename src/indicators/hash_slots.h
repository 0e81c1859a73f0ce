#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bridle {

/// A hash table over things that live elsewhere and are known by number: open addressing over eight-byte
/// slots, so that a million of them cost no allocation each. `same` decides whether a number is the one that
/// is looked for.
class HashSlots {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;

  /// The number that `same` accepts, or none. `hash` must be made in the same way in every call.
  template <class Same>
  std::uint32_t find(std::uint64_t hash, Same same) const {
    if (slots_.empty()) return none;
    for (auto at = hash & mask();; at = (at + 1) & mask()) {
      const Slot& slot = slots_[at];
      if (slot.number == none) return none;
      if (slot.tag == tag_of(hash) && same(slot.number)) return slot.number;
    }
  }

  /// After find() found none. `hash_of` gives the hash of a number that was added before.
  template <class HashOf>
  void add(std::uint64_t hash, std::uint32_t number, HashOf hash_of) {
    if (2 * (used_ + 1) > slots_.size()) grow(hash_of);
    place(hash, number);
    ++used_;
  }

 private:
  struct Slot {
    std::uint32_t tag = 0, number = none;
  };
  static std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }
  std::size_t mask() const { return slots_.size() - 1; }

  void place(std::uint64_t hash, std::uint32_t number) {
    auto at = hash & mask();
    while (slots_[at].number != none) at = (at + 1) & mask();
    slots_[at] = {tag_of(hash), number};
  }
  template <class HashOf>
  void grow(HashOf hash_of) {
    std::vector<Slot> old(slots_.empty() ? 1024 : 2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old)
      if (slot.number != none) place(hash_of(slot.number), slot.number);
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace bridle

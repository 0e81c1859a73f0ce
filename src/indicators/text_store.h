#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "indicators/hash_slots.h"

namespace bridle {

/// Text in large blocks that never move: a million short texts without an allocation each.
class TextStore {
 public:
  /// A copy. Borrows: this, wherever it is moved to.
  std::string_view keep(std::string_view text);
  /// Takes over what another one kept: its views stay good.
  void adopt(TextStore&& other);

 private:
  static constexpr std::size_t first_block = 1 << 14, largest_block = 1 << 20;
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t block_size_ = first_block;  // of the next one
  char* at_ = nullptr;
  std::size_t left_ = 0;
};

/// A STIX id as a number. 0 is no id.
using StixId = std::uint32_t;

/// Ids to numbers, from 1 in the order in which they are first named.
class StixIds {
 public:
  /// 0 for the empty id.
  StixId number(std::string_view id);
  /// Takes over the ids of another one: gives the number here for each number there.
  std::vector<StixId> adopt(StixIds&& other);
  /// Empty for 0. Borrows: this, wherever it is moved to.
  std::string_view text(StixId number) const { return texts_[number]; }
  /// One more than the largest number.
  std::size_t size() const { return texts_.size(); }

 private:
  StixId find(std::uint64_t hash, std::string_view id) const;
  StixId add(std::uint64_t hash, std::string_view kept);

  TextStore store_;
  std::vector<std::string_view> texts_{std::string_view()};
  std::vector<std::uint64_t> hashes_{0};
  HashSlots slots_;
};

}  // namespace bridle

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

 private:
  static constexpr std::size_t block_size = 1 << 20;
  std::vector<std::unique_ptr<char[]>> blocks_;
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
  /// Empty for 0. Borrows: this, wherever it is moved to.
  std::string_view text(StixId number) const { return texts_[number]; }
  /// One more than the largest number.
  std::size_t size() const { return texts_.size(); }

 private:
  TextStore store_;
  std::vector<std::string_view> texts_{std::string_view()};
  std::vector<std::uint64_t> hashes_{0};
  HashSlots slots_;
};

}  // namespace bridle

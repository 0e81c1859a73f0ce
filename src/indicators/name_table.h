#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bridle {

/// A running hash. Fed from the left it hashes every prefix of a path on the way, fed from the right every
/// suffix of a host name: one pass over a value serves all its look-ups.
class RunningHash {
 public:
  constexpr void add(char c) { state_ = (state_ ^ static_cast<std::uint8_t>(c)) * 0x100000001B3ULL; }
  constexpr std::uint64_t value() const {
    std::uint64_t mixed = (state_ ^ (state_ >> 29)) * 0xBF58476D1CE4E5B9ULL;
    return mixed ^ (mixed >> 32);
  }
  static constexpr std::uint64_t forwards(std::string_view text) {
    RunningHash hash;
    for (char c : text) hash.add(c);
    return hash.value();
  }
  static constexpr std::uint64_t backwards(std::string_view text) {
    RunningHash hash;
    for (std::size_t i = text.size(); i > 0; --i) hash.add(text[i - 1]);
    return hash.value();
  }

 private:
  std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

/// Names to numbers, several per name, in the order they were added. Open addressing over eight-byte slots,
/// because nearly every look-up misses and a miss should touch one cache line.
class NameTable {
 public:
  /// `hash` must be made by the same direction of RunningHash in every call.
  void add(std::uint64_t hash, std::string_view key, std::uint32_t number);
  /// Borrows: this, until the next add.
  std::span<const std::uint32_t> find(std::uint64_t hash, std::string_view key) const;
  bool empty() const { return nodes_.empty(); }

  struct Node {
    std::string key;
    std::vector<std::uint32_t> numbers;
    std::uint64_t hash;
  };
  /// In the order of their first add.
  std::span<const Node> nodes() const { return nodes_; }

 private:
  struct Slot {
    std::uint32_t tag = 0;   // upper half of the hash
    std::uint32_t node = 0;  // index into nodes_ plus one; 0 is free
  };
  void grow();

  std::vector<Slot> slots_;
  std::vector<Node> nodes_;
};

}  // namespace bridle

#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace bridle {

/// A running hash over the pieces of a name: labels of a host from the right, components of a path from the
/// left. One pass over a value then serves the look-ups of all its parents. Where the pieces end counts.
class RunningHash {
 public:
  void add(std::string_view piece) {
    const char* at = piece.data();
    std::size_t left = piece.size();
    state_ ^= left;
    for (; left > 8; left -= 8, at += 8) mix(load<std::uint64_t>(at));
    if (left >= 4)
      mix(std::uint64_t{load<std::uint32_t>(at)} << 32 | load<std::uint32_t>(at + left - 4));
    else if (left > 0)
      mix(byte(at[0]) << 16 | byte(at[left / 2]) << 8 | byte(at[left - 1]));
    mix(0);
  }
  std::uint64_t value() const { return state_ ^ (state_ >> 31); }

  static std::uint64_t of(std::string_view whole) {
    RunningHash hash;
    hash.add(whole);
    return hash.value();
  }
  static std::uint64_t of_host(std::string_view host);
  static std::uint64_t of_path(std::string_view path);

 private:
  template <class T>
  static T load(const char* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
  }
  static std::uint64_t byte(char c) { return static_cast<std::uint8_t>(c); }
  void mix(std::uint64_t word) {
    state_ = (state_ ^ word) * 0x9E3779B97F4A7C15ULL;
    state_ ^= state_ >> 29;
  }
  std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

/// Names to numbers, several per name, in the order they were added. Nearly every look-up misses, so a miss
/// should touch one cache line: a filter of 16 bits per name, which stays in the processor's cache for a
/// million names, stands before open addressing over eight-byte slots.
class NameTable {
  struct Value {
    std::uint32_t number, next;  // index into values_, or `none`
  };

 public:
  /// The numbers of one name.
  class Numbers {
   public:
    class Iterator {
     public:
      Iterator(const Value* values, std::uint32_t at) : values_(values), at_(at) {}
      std::uint32_t operator*() const { return values_[at_].number; }
      Iterator& operator++() {
        at_ = values_[at_].next;
        return *this;
      }
      bool operator==(const Iterator& other) const { return at_ == other.at_; }

     private:
      const Value* values_;
      std::uint32_t at_;
    };
    Numbers() = default;
    Numbers(const Value* values, std::uint32_t first) : values_(values), first_(first) {}
    Iterator begin() const { return {values_, first_}; }
    Iterator end() const { return {values_, none}; }
    bool empty() const { return first_ == none; }

   private:
    const Value* values_ = nullptr;
    std::uint32_t first_ = none;
  };

  /// `hash` must be made from `key` in the same way in every call.
  void add(std::uint64_t hash, std::string_view key, std::uint32_t number);
  /// Borrows: this, until the next add.
  Numbers find(std::uint64_t hash, std::string_view key) const {
    if (slots_.empty() || (filter_[word_of(hash)] & bits_of(hash)) != bits_of(hash)) return {};
    return find_in_slots(hash, key);
  }
  bool empty() const { return nodes_.empty(); }
  /// How many names there are, and one of them, in the order of their first add.
  std::size_t size() const { return nodes_.size(); }
  std::string_view key(std::size_t index) const { return key_of(nodes_[index]); }
  Numbers numbers(std::size_t index) const { return {values_.data(), nodes_[index].first}; }

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  struct Slot {
    std::uint32_t tag = 0;   // upper half of the hash
    std::uint32_t node = 0;  // index into nodes_ plus one; 0 is free
  };
  struct Node {
    std::uint64_t hash;
    std::size_t key;  // in keys_
    std::uint32_t size;
    std::uint32_t first, last;  // in values_
  };
  Numbers find_in_slots(std::uint64_t hash, std::string_view key) const;
  std::string_view key_of(const Node& node) const { return {keys_.data() + node.key, node.size}; }
  std::size_t word_of(std::uint64_t hash) const { return (hash >> 32) & (filter_.size() - 1); }
  static std::uint64_t bits_of(std::uint64_t hash) {
    return 1ULL << (hash & 63) | 1ULL << (hash >> 6 & 63) | 1ULL << (hash >> 12 & 63);
  }
  void place(std::uint64_t hash, std::uint32_t node);
  void grow();

  std::vector<std::uint64_t> filter_;
  std::vector<Slot> slots_;
  std::vector<Node> nodes_;
  std::vector<Value> values_;
  std::string keys_;
};

}  // namespace bridle

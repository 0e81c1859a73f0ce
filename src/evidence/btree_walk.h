#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "evidence/database_image.h"

namespace bridle {

/// One row of a leaf page, known by its rowid only.
struct LeafCell {
  std::int64_t rowid = 0;
  bool in_order = true;  ///< false: it stands where no search for its rowid comes
};

/// A leaf page of a table, or a page that could not be read as part of it.
struct WalkedPage {
  std::uint32_t page = 0;       ///< from 1
  std::vector<LeafCell> cells;  ///< as they stand
  std::string damage;           ///< why the page is lost, with all that hangs below it; empty for a leaf
};

/// Walks the leaf pages of a rowid table from left to right, in the order in which the engine meets its rows,
/// and goes on behind a damaged page. Reads structure only: page headers, cell pointers, child numbers and
/// rowids. Memory: a path of pages, and one bit for each page visited. Source: sqlite.org/fileformat2.html,
/// section 1.6.
class BtreeWalk {
 public:
  /// Borrows: `image`.
  BtreeWalk(DatabaseImage& image, std::uint32_t root_page);
  /// The next leaf or lost page; nothing at the end.
  std::optional<WalkedPage> next();

 private:
  struct Child {
    std::uint32_t page;
    std::int64_t low, high;  // rowids it may hold, both included
    bool in_order;           // false: the keys of its parent contradict each other here
  };
  struct Level {
    std::vector<Child> children;
    std::size_t at = 0;
  };
  static constexpr std::uint32_t visited_chunk = 4096;

  WalkedPage visit(const Child& child);
  void read_interior(WalkedPage& walked, const Child& child, Bytes page, Bytes tree);
  void read_leaf(WalkedPage& walked, const Child& child, Bytes page, Bytes tree);
  bool first_visit(std::uint32_t page);

  DatabaseImage& image_;
  std::size_t usable_ = 0;  // bytes of a page that the b-tree may use
  std::vector<Level> path_;
  std::vector<std::uint8_t> buffer_;
  std::unordered_map<std::uint32_t, std::bitset<visited_chunk>> visited_;
};

}  // namespace bridle

#include "evidence/btree_walk.h"

#include <array>
#include <limits>

namespace bridle {
namespace {

constexpr std::uint8_t interior_table = 5;
constexpr std::uint8_t leaf_table = 13;
constexpr std::size_t deepest = 20;  // where SQLite gives up too
constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

// SQLite's big-endian integer of 7 bits a byte; the ninth byte gives 8.
std::uint64_t take_varint(Cursor& in) {
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) {
    std::uint8_t byte = in.u8();
    value = value << 7 | (byte & 0x7f);
    if (byte < 0x80) return value;
  }
  return value << 8 | in.u8();
}

}  // namespace

BtreeWalk::BtreeWalk(DatabaseImage& image, std::uint32_t root_page) : image_(image) {
  buffer_.resize(image.facts().page_size);
  std::array<std::uint8_t, 1> reserved{};
  // Nearly every database reserves nothing: that is what an unreadable header is taken to say.
  if (!image.read(20, reserved)) reserved[0] = 0;
  usable_ = buffer_.size() - reserved[0];
  path_.push_back({{{root_page, lowest, highest, true}}});
}

std::optional<WalkedPage> BtreeWalk::next() {
  while (!path_.empty()) {
    Level& level = path_.back();
    if (level.at == level.children.size()) {
      path_.pop_back();
      continue;
    }
    Child child = level.children[level.at++];
    WalkedPage walked = visit(child);
    if (!walked.damage.empty() || !walked.cells.empty()) return walked;
  }
  return std::nullopt;
}

bool BtreeWalk::first_visit(std::uint32_t page) {
  auto bit = visited_[page / visited_chunk][page % visited_chunk];
  if (bit) return false;
  bit = true;
  return true;
}

WalkedPage BtreeWalk::visit(const Child& child) {
  WalkedPage walked{.page = child.page};
  if (!image_.has_page(child.page)) {
    walked.damage = "page lies outside the file";
    return walked;
  }
  if (!first_visit(child.page)) {
    walked.damage = "page is used twice";
    return walked;
  }
  if (auto read = image_.read(std::uint64_t{child.page - 1} * buffer_.size(), buffer_); !read) {
    walked.damage = "page cannot be read";
    return walked;
  }
  Bytes page(buffer_);
  Bytes tree = page.subspan(child.page == 1 ? 100 : 0);
  if (tree[0] == leaf_table) {
    read_leaf(walked, child, page, tree);
  } else if (tree[0] == interior_table && path_.size() < deepest) {
    read_interior(walked, child, page, tree);
  } else {
    walked.damage = tree[0] == interior_table ? "tree is too deep" : "page is no table page";
  }
  return walked;
}

void BtreeWalk::read_interior(WalkedPage& walked, const Child& child, Bytes page, Bytes tree) {
  std::size_t count = load_big(tree.subspan(3), 2);
  if (count == 0 || count * 2 + 12 > tree.size()) {
    walked.damage = count == 0 ? "interior page without cells" : "page counts more cells than it holds";
    return;
  }
  Level level;
  std::int64_t low = child.low;
  bool room = child.in_order;  // whether a rowid above the last key is left
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t pointer = load_big(tree.subspan(12 + 2 * i), 2);
    Cursor cell(page.subspan(std::min(pointer, usable_), usable_ - std::min(pointer, usable_)));
    auto number = cell.be<std::uint32_t>();
    auto key = static_cast<std::int64_t>(take_varint(cell));
    if (!cell.ok()) {
      walked.damage = "cell lies outside its page";  // the engine would refuse the whole page as well
      return;
    }
    bool fits = room && key >= low && key <= child.high;
    level.children.push_back({number, low, key, fits});
    if (fits) room = key < highest;
    if (fits && room) low = key + 1;
  }
  level.children.push_back({static_cast<std::uint32_t>(load_big(tree.subspan(8), 4)), low, child.high, room});
  path_.push_back(std::move(level));
}

void BtreeWalk::read_leaf(WalkedPage& walked, const Child& child, Bytes page, Bytes tree) {
  std::size_t count = load_big(tree.subspan(3), 2);
  bool empty = count == 0 && path_.size() > 1;  // only the root of an empty table has no cells
  if (empty || count * 2 + 8 > tree.size()) {
    walked.damage = empty ? "leaf page without cells" : "page counts more cells than it holds";
    return;
  }
  std::int64_t low = child.low;
  bool room = child.in_order;
  walked.cells.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t pointer = load_big(tree.subspan(8 + 2 * i), 2);
    Cursor cell(page.subspan(std::min(pointer, usable_), usable_ - std::min(pointer, usable_)));
    take_varint(cell);  // length of the payload
    auto rowid = static_cast<std::int64_t>(take_varint(cell));
    if (!cell.ok()) {
      walked.cells.clear();
      walked.damage = "cell lies outside its page";
      return;
    }
    bool fits = room && rowid >= low && rowid <= child.high;
    walked.cells.push_back({rowid, fits});
    if (fits) room = rowid < highest;
    if (fits && room) low = rowid + 1;
  }
}

}  // namespace bridle

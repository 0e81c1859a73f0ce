#include "indicators/text_store.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "base/large_pages.h"
#include "indicators/name_table.h"

namespace bridle {

std::string_view TextStore::keep(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > left_) {
    // Long text gets a block of its own, so that the rest of the current one is not lost.
    bool own = text.size() > block_size_ / 4;
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(own ? text.size() : block_size_));
    char* block = blocks_.back().get();
    if (own) {
      std::memcpy(block, text.data(), text.size());
      return {block, text.size()};
    }
    at_ = block;
    left_ = block_size_;
    block_size_ = std::min(2 * block_size_, largest_block);
  }
  std::memcpy(at_, text.data(), text.size());
  std::string_view kept(at_, text.size());
  at_ += text.size();
  left_ -= text.size();
  return kept;
}

void TextStore::adopt(TextStore&& other) {
  blocks_.insert(blocks_.end(), std::make_move_iterator(other.blocks_.begin()),
                 std::make_move_iterator(other.blocks_.end()));
  other = {};
}

StixId StixIds::find(std::uint64_t hash, std::string_view id) const {
  return slots_.find(hash, [&](std::uint32_t number) { return texts_[number] == id; });
}

StixId StixIds::add(std::uint64_t hash, std::string_view kept) {
  auto number = static_cast<StixId>(texts_.size());
  texts_.push_back(kept);
  hashes_.push_back(hash);
  slots_.add(hash, number, [&](std::uint32_t each) { return hashes_[each]; });
  return number;
}

StixId StixIds::number(std::string_view id) {
  if (id.empty()) return 0;
  auto hash = RunningHash::of(id);
  auto found = find(hash, id);
  return found != HashSlots::none ? found : add(hash, store_.keep(id));
}

std::vector<StixId> StixIds::adopt(StixIds&& other) {
  std::vector<StixId> here(other.size(), 0);
  make_room(texts_, here.size());
  make_room(hashes_, here.size());
  for (std::size_t i = 1; i < here.size(); ++i) {
    auto found = find(other.hashes_[i], other.texts_[i]);
    here[i] = found != HashSlots::none ? found : add(other.hashes_[i], other.texts_[i]);
  }
  store_.adopt(std::move(other.store_));
  return here;
}

}  // namespace bridle

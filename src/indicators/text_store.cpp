#include "indicators/text_store.h"

#include <cstring>

#include "indicators/name_table.h"

namespace bridle {

std::string_view TextStore::keep(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > left_) {
    // Long text gets a block of its own, so that the rest of the current one is not lost.
    bool own = text.size() > block_size / 4;
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(own ? text.size() : block_size));
    char* block = blocks_.back().get();
    if (own) {
      std::memcpy(block, text.data(), text.size());
      return {block, text.size()};
    }
    at_ = block;
    left_ = block_size;
  }
  std::memcpy(at_, text.data(), text.size());
  std::string_view kept(at_, text.size());
  at_ += text.size();
  left_ -= text.size();
  return kept;
}

StixId StixIds::number(std::string_view id) {
  if (id.empty()) return 0;
  auto hash = RunningHash::of(id);
  auto found = slots_.find(hash, [&](std::uint32_t number) { return texts_[number] == id; });
  if (found != HashSlots::none) return found;
  auto number = static_cast<StixId>(texts_.size());
  texts_.push_back(store_.keep(id));
  hashes_.push_back(hash);
  slots_.add(hash, number, [&](std::uint32_t each) { return hashes_[each]; });
  return number;
}

}  // namespace bridle

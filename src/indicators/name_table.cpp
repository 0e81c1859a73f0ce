#include "indicators/name_table.h"

namespace bridle {

void NameTable::grow() {
  slots_.assign(slots_.empty() ? 16 : slots_.size() * 2, Slot{});
  auto mask = slots_.size() - 1;
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    auto at = nodes_[i].hash & mask;
    while (slots_[at].node != 0) at = (at + 1) & mask;
    slots_[at] = {static_cast<std::uint32_t>(nodes_[i].hash >> 32), i + 1};
  }
}

void NameTable::add(std::uint64_t hash, std::string_view key, std::uint32_t number) {
  if ((nodes_.size() + 1) * 2 > slots_.size()) grow();
  auto mask = slots_.size() - 1;
  auto tag = static_cast<std::uint32_t>(hash >> 32);
  auto at = hash & mask;
  for (; slots_[at].node != 0; at = (at + 1) & mask) {
    Node& node = nodes_[slots_[at].node - 1];
    if (slots_[at].tag != tag || node.key != key) continue;
    node.numbers.push_back(number);
    return;
  }
  nodes_.push_back({std::string(key), {number}, hash});
  slots_[at] = {tag, static_cast<std::uint32_t>(nodes_.size())};
}

std::span<const std::uint32_t> NameTable::find(std::uint64_t hash, std::string_view key) const {
  if (slots_.empty()) return {};
  auto mask = slots_.size() - 1;
  auto tag = static_cast<std::uint32_t>(hash >> 32);
  for (auto at = hash & mask; slots_[at].node != 0; at = (at + 1) & mask) {
    if (slots_[at].tag != tag) continue;
    const Node& node = nodes_[slots_[at].node - 1];
    if (node.key == key) return node.numbers;
  }
  return {};
}

}  // namespace bridle

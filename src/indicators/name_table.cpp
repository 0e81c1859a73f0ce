#include "indicators/name_table.h"

namespace bridle {

std::uint64_t RunningHash::of_host(std::string_view host) {
  RunningHash hash;
  for (;;) {
    auto dot = host.rfind('.');
    hash.add(host.substr(dot + 1));  // npos + 1 is 0
    if (dot == std::string_view::npos) return hash.value();
    host = host.substr(0, dot);
  }
}

std::uint64_t RunningHash::of_path(std::string_view path) {
  RunningHash hash;
  for (;;) {
    auto slash = path.find('/');
    hash.add(path.substr(0, slash));
    if (slash == std::string_view::npos) return hash.value();
    path.remove_prefix(slash + 1);
  }
}

void NameTable::place(std::uint64_t hash, std::uint32_t node) {
  auto mask = slots_.size() - 1;
  auto at = hash & mask;
  while (slots_[at].node != 0) at = (at + 1) & mask;
  slots_[at] = {static_cast<std::uint32_t>(hash >> 32), node + 1};
  filter_[word_of(hash)] |= bits_of(hash);
}

void NameTable::grow() {
  slots_.assign(slots_.empty() ? 16 : slots_.size() * 2, Slot{});
  filter_.assign(slots_.size() / 8, 0);  // slots are at most half full: at least 16 bits a name
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) place(nodes_[i].hash, i);
}

void NameTable::add(std::uint64_t hash, std::string_view key, std::uint32_t number) {
  if ((nodes_.size() + 1) * 2 > slots_.size()) grow();
  auto value = static_cast<std::uint32_t>(values_.size());
  values_.push_back({number, none});
  auto mask = slots_.size() - 1;
  auto tag = static_cast<std::uint32_t>(hash >> 32);
  for (auto at = hash & mask; slots_[at].node != 0; at = (at + 1) & mask) {
    Node& node = nodes_[slots_[at].node - 1];
    if (slots_[at].tag != tag || key_of(node) != key) continue;
    values_[node.last].next = value;
    node.last = value;
    return;
  }
  nodes_.push_back({hash, keys_.size(), static_cast<std::uint32_t>(key.size()), value, value});
  keys_ += key;
  place(hash, static_cast<std::uint32_t>(nodes_.size() - 1));
}

NameTable::Numbers NameTable::find_in_slots(std::uint64_t hash, std::string_view key) const {
  auto mask = slots_.size() - 1;
  auto tag = static_cast<std::uint32_t>(hash >> 32);
  for (auto at = hash & mask; slots_[at].node != 0; at = (at + 1) & mask) {
    if (slots_[at].tag != tag) continue;
    const Node& node = nodes_[slots_[at].node - 1];
    if (key_of(node) == key) return {values_.data(), node.first};
  }
  return {};
}

}  // namespace bridle

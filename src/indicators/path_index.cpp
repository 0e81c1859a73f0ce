#include "indicators/path_index.h"

#include <algorithm>

#include "base/text.h"
#include "indicators/normalise.h"

namespace bridle {
namespace {

bool has_star(std::string_view path) {
  return path.find("/*/") != std::string_view::npos || path.ends_with("/*");
}

std::string_view last_component(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

std::string without_container_names(std::string_view path) {
  std::string out;
  for (std::size_t at = 0; at < path.size();) {
    auto end = std::min(path.find('/', at), path.size());
    auto part = path.substr(at, end - at);
    out += is_uuid(part) ? std::string_view("*") : part;
    if (end < path.size()) out += '/';
    at = end + 1;
  }
  return out;
}

void PathIndex::add(const Indicator& indicator, std::uint32_t number) {
  std::string_view path = indicator.normalised;
  auto entry = static_cast<std::uint32_t>(entries_.size());
  // A path of one component ("/data") without a slash at its end means that mount point, not the whole
  // volume.
  bool covers = indicator.directory || std::ranges::count(path, '/') > 1;
  entries_.push_back({number, covers, has_star(path), {}});
  if (indicator.type == IndicatorType::file_name) {
    names_.add(RunningHash::of(path), path, entry);
  } else if (!path.starts_with('/')) {
    entries_.back().relative = path;
    entries_.back().covers_below = indicator.directory;
    relative_.add(RunningHash::of(last_component(path)), last_component(path), entry);
  } else {
    std::string storage;
    add_absolute(android_, resolve_android_links(path, storage), entry);
    auto resolved = resolve_ios_links(path, storage);
    add_absolute(ios_, resolved, entry);
    auto anywhere = without_container_names(resolved);
    if (has_star(anywhere)) add_absolute(containers_, anywhere, entry);
  }
}

void PathIndex::add_absolute(NameTable& table, std::string_view path, std::uint32_t entry) {
  table.add(RunningHash::of_path(path), path, entry);
}

void PathIndex::match(std::string_view path, Platform platform, std::vector<Hit>& out) const {
  auto name = last_component(path);
  for (std::uint32_t i : names_.find(RunningHash::of(name), name))
    out.push_back({entries_[i].number, Grade::exact});
  if (!relative_.empty()) match_relative(path, out);
  if (ios_.empty() || !path.starts_with('/')) return;
  std::string storage;
  if (platform != Platform::ios) match_absolute(android_, resolve_android_links(path, storage), false, out);
  if (platform == Platform::android) return;
  auto resolved = resolve_ios_links(path, storage);
  match_absolute(ios_, resolved, false, out);
  if (containers_.empty()) return;
  if (has_star(resolved))
    match_absolute(containers_, resolved, false, out);
  else if (auto anywhere = without_container_names(resolved); has_star(anywhere))
    match_absolute(containers_, anywhere, true, out);
}

void PathIndex::match_absolute(const NameTable& table, std::string_view path, bool only_any_container,
                               std::vector<Hit>& out) const {
  RunningHash hash;
  for (std::size_t begin = 0, end = 0; begin <= path.size(); begin = end + 1) {
    end = std::min(path.find('/', begin), path.size());
    hash.add(path.substr(begin, end - begin));
    if (end == 0) continue;  // nothing indicates the root
    bool whole = end == path.size();
    for (std::uint32_t found : table.find(hash.value(), path.substr(0, end))) {
      const Entry& entry = entries_[found];
      if (only_any_container && !entry.any_container) continue;
      if (whole)
        out.push_back({entry.number, Grade::exact});
      else if (entry.covers_below)
        out.push_back({entry.number, Grade::directory});
    }
  }
}

void PathIndex::match_relative(std::string_view path, std::vector<Hit>& out) const {
  for (std::size_t at = 0; at < path.size();) {
    auto end = std::min(path.find('/', at), path.size());
    auto part = path.substr(at, end - at);
    for (std::uint32_t found : relative_.find(RunningHash::of(part), part)) {
      const Entry& entry = entries_[found];
      auto head = path.substr(0, end);
      bool whole = end == path.size();
      if (!head.ends_with(entry.relative) || (!whole && !entry.covers_below)) continue;
      auto before = head.size() - entry.relative.size();
      if (before == 0)
        out.push_back({entry.number, whole ? Grade::exact : Grade::directory});
      else if (head[before - 1] == '/')
        out.push_back({entry.number, whole ? Grade::suffix : Grade::directory});
    }
    at = end + 1;
  }
}

}  // namespace bridle

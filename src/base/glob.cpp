#include "base/glob.h"

namespace bridle {
namespace {

// One component against one component: the usual two-pointer walk that remembers the last star.
bool component_fits(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0;
  std::size_t star = std::string_view::npos, star_text = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++star_text;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::string_view take_component(std::string_view& path) {
  auto end = path.find('/');
  auto component = path.substr(0, end);
  path = end == std::string_view::npos ? std::string_view{} : path.substr(end + 1);
  return component;
}

}  // namespace

bool glob_fits(std::string_view pattern, std::string_view path) {
  // The same walk again, one level up: components instead of characters, `**` instead of `*`.
  std::string_view after_star, retry;
  bool starred = false;
  bool pattern_open = true, path_open = true;
  while (path_open) {
    std::string_view pattern_rest = pattern, path_rest = path;
    if (pattern_open) {
      bool last_pattern = pattern.find('/') == std::string_view::npos;
      auto component = take_component(pattern_rest);
      if (component == "**") {
        if (last_pattern) return true;
        starred = true;
        pattern = after_star = pattern_rest;
        retry = path;
        continue;
      }
      bool last_path = path.find('/') == std::string_view::npos;
      if (component_fits(component, take_component(path_rest))) {
        pattern = pattern_rest;
        path = path_rest;
        pattern_open = !last_pattern;
        path_open = !last_path;
        continue;
      }
    }
    if (!starred || retry.find('/') == std::string_view::npos) return false;
    take_component(retry);
    pattern = after_star;
    path = retry;
    pattern_open = true;
  }
  return !pattern_open;
}

}  // namespace bridle

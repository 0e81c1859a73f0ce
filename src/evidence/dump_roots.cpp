#include "evidence/dump_roots.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bridle {
namespace {

constexpr std::size_t most_roots = 8;
// Folders of /private/var that no folder of an examiner's is called.
constexpr std::string_view below_var[] = {"mobile",   "containers", "Keychains", "wireless",   "networkd",
                                          "installd", "root",       "db",        "preferences"};
constexpr std::string_view below_mobile[] = {"Library", "Containers", "Media"};

std::string_view component(std::string_view path, std::size_t begin) {
  if (begin >= path.size()) return {};
  return path.substr(begin, path.find('/', begin) - begin);
}

bool is_one_of(std::string_view name, auto& names) {
  return std::ranges::find(names, name) != std::end(names);
}

}  // namespace

std::optional<std::string> DumpRoots::tidy(std::string_view path) {
  constexpr std::size_t longest = 4096;
  if (path.size() > longest || path.find('\0') != std::string_view::npos) return std::nullopt;
  std::string tidied;
  for (std::size_t begin = 0; begin < path.size();) {
    std::string_view name = component(path, begin);
    begin += name.size() + 1;
    if (name == "..") return std::nullopt;
    if (name.empty() || name == ".") continue;
    if (!tidied.empty()) tidied += '/';
    tidied += name;
  }
  if (tidied.empty()) return std::nullopt;
  return tidied;
}

void DumpRoots::see(std::string_view path) {
  std::size_t begin = 0;
  for (int depth = 0; depth <= deepest && begin < path.size(); ++depth) {
    std::string_view first = component(path, begin), second = component(path, begin + first.size() + 1);
    std::optional<Shape> shape;
    if (first == "private" && second == "var")
      shape = Shape::private_var;
    else if (first == "var" && is_one_of(second, below_var))
      shape = Shape::var;
    else if (first == "mobile" && is_one_of(second, below_mobile))
      shape = Shape::data;
    if (!shape) {
      begin += first.size() + 1;
      continue;
    }
    // The first that fits is the root: what looks like another one stands inside it.
    Root root{std::string(path.substr(0, begin)), *shape};
    for (Root& known : roots_)
      if (known.prefix == root.prefix) {
        known.shape = std::min(known.shape, root.shape);
        return;
      }
    if (roots_.size() >= most_roots) return;
    roots_.push_back(std::move(root));
    std::ranges::sort(roots_, [](const Root& a, const Root& b) {
      return a.prefix.size() != b.prefix.size() ? a.prefix.size() > b.prefix.size() : a.prefix < b.prefix;
    });
    return;
  }
}

std::string DumpRoots::device_path(std::string_view path) const {
  for (const Root& root : roots_) {
    if (!path.starts_with(root.prefix)) continue;
    // A folder "mobile/Library" somewhere on the system volume is not the data volume.
    if (root.shape == Shape::data && std::ranges::any_of(roots_, [&](const Root& above) {
          return above.shape != Shape::data && root.prefix.starts_with(above.prefix);
        }))
      continue;
    std::string_view rest = path.substr(root.prefix.size());
    if (root.shape == Shape::data) return fmt::format("/private/var/{}", rest);
    return fmt::format("{}{}", rest == "var" || rest.starts_with("var/") ? "/private/" : "/", rest);
  }
  return fmt::format("/{}", path);
}

std::vector<std::string> DumpRoots::notes() const {
  constexpr std::array<std::string_view, 3> shapes = {"private/var", "var", "the data volume alone"};
  std::vector<std::string> notes;
  for (const Root& root : roots_)
    notes.push_back(fmt::format("the file system was found as {}{}",
                                shapes[static_cast<std::size_t>(root.shape)],
                                root.prefix.empty() ? "" : " below a leading folder"));
  return notes;
}

}  // namespace bridle

#include <algorithm>
#include <span>

#include "base/text.h"
#include "indicators/normalise.h"
#include "indicators/url.h"

namespace bridle {

bool is_normal_path(std::string_view path) {
  if (path.empty() || path.starts_with("file://") || (path.size() > 1 && path.ends_with('/'))) return false;
  for (std::size_t begin = 0; begin < path.size();) {
    auto end = std::min(path.find('/', begin), path.size());
    auto part = path.substr(begin, end - begin);
    if ((part.empty() && begin != 0) || part == "." || part == "..") return false;
    begin = end + 1;
  }
  return true;
}

std::string normalise_path(std::string_view path) {
  std::string decoded;
  if (path.starts_with("file://")) {
    auto slash = path.find('/', 7);  // "file://localhost/…" exists
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash);
    decoded = percent_decode(path);
    path = decoded;
  }
  std::string out;
  out.reserve(path.size() + 1);
  bool absolute = path.starts_with('/');
  while (!path.empty()) {
    auto end = std::min(path.find('/'), path.size());
    auto part = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      auto slash = out.rfind('/');
      out.resize(slash == std::string::npos ? 0 : slash);
      continue;
    }
    if (absolute || !out.empty()) out += '/';
    out += part;
  }
  if (out.empty() && absolute) out += '/';
  return out;
}

namespace {

struct PathLink {
  std::string_view link, target;
};

std::string_view resolve(std::span<const PathLink> links, std::string_view path, std::string& storage) {
  for (const auto& [link, target] : links)
    if (path.starts_with(link) && (path.size() == link.size() || path[link.size()] == '/'))
      return storage.assign(target).append(path.substr(link.size()));
  return path;
}

}  // namespace

std::string_view resolve_ios_links(std::string_view path, std::string& storage) {
  constexpr PathLink links[] = {
      {"/var", "/private/var"}, {"/tmp", "/private/var/tmp"}, {"/etc", "/private/etc"}};
  return resolve(links, path, storage);
}

std::string_view resolve_android_links(std::string_view path, std::string& storage) {
  constexpr PathLink links[] = {
      {"/data/user/0", "/data/data"},           {"/sdcard", "/storage/emulated/0"},
      {"/mnt/sdcard", "/storage/emulated/0"},   {"/storage/self/primary", "/storage/emulated/0"},
      {"/data/media/0", "/storage/emulated/0"}, {"/etc", "/system/etc"}};
  return resolve(links, path, storage);
}

}  // namespace bridle

#include <algorithm>
#include <span>

#include "base/text.h"
#include "indicators/normalise.h"
#include "indicators/url.h"

namespace bridle {

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

std::string resolve(std::span<const PathLink> links, std::string_view path) {
  for (const auto& [link, target] : links)
    if (path.starts_with(link) && (path.size() == link.size() || path[link.size()] == '/'))
      return std::string(target).append(path.substr(link.size()));
  return std::string(path);
}

}  // namespace

std::string resolve_ios_links(std::string_view path) {
  constexpr PathLink links[] = {
      {"/var", "/private/var"}, {"/tmp", "/private/var/tmp"}, {"/etc", "/private/etc"}};
  return resolve(links, path);
}

std::string resolve_android_links(std::string_view path) {
  constexpr PathLink links[] = {
      {"/data/user/0", "/data/data"},           {"/sdcard", "/storage/emulated/0"},
      {"/mnt/sdcard", "/storage/emulated/0"},   {"/storage/self/primary", "/storage/emulated/0"},
      {"/data/media/0", "/storage/emulated/0"}, {"/etc", "/system/etc"}};
  return resolve(links, path);
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    char c = to_lower_ascii(text[i]);
    if (dash ? c != '-' : !is_digit(c) && (c < 'a' || c > 'f')) return false;
  }
  return true;
}

}  // namespace bridle

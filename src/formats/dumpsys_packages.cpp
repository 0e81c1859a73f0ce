#include "formats/dumpsys_packages.h"

#include <fmt/format.h>

namespace bridle {
namespace {

constexpr std::pair<std::string_view, std::string_view> lists[] = {
    {"Packages:", "package"}, {"Hidden system packages:", "hidden_system"}, {"Shared users:", "shared_user"}};
constexpr std::pair<std::string_view, std::string_view> permission_groups[] = {
    {"declared permissions:", "declared"},
    {"requested permissions:", "requested"},
    {"install permissions:", "install"},
    {"runtime permissions:", "runtime"},
    {"grantedPermissions:", "install"}};  // up to Android 5

using Facts = std::vector<std::pair<std::string_view, std::string_view>>;

std::string_view find(const Facts& facts, std::string_view key) {
  for (const auto& [name, value] : facts)
    if (name == key) return value;
  return {};
}

bool is_key(std::string_view text) {
  if (text.empty() || text.size() > 64) return false;
  for (char c : text)
    if (!is_alnum(c) && c != '_') return false;
  return true;
}

// "Package [com.example] (1a2b):" and "SharedUser [android.uid.system] (1a2b):".
std::optional<std::string_view> heading(std::string_view text) {
  if (!text.starts_with("Package [") && !text.starts_with("SharedUser [")) return std::nullopt;
  auto name = between(text, "[", "]");
  return name && !name->empty() ? name : std::nullopt;
}

// Two forms: key=value, and "lastDisabledCaller: value".
void add_fact(Facts& facts, std::string_view text) {
  auto equals = text.find('='), colon = text.find(": ");
  auto end = std::min(equals, colon);
  if (end == std::string_view::npos || !is_key(text.substr(0, end))) return;
  facts.emplace_back(text.substr(0, end), trim(text.substr(end + 1)));
}

DumpPermission permission(const DumpLine& line, std::string_view kind, std::optional<std::int64_t> user) {
  DumpPermission found{.line = line.number, .kind = kind, .user = user, .name = line.text};
  if (auto colon = line.text.find(": "); colon != std::string_view::npos) {
    found.name = line.text.substr(0, colon);
    found.details = trim(line.text.substr(colon + 2));
  }
  found.granted = dump_boolean(found.details, "granted");
  // Before Android 6 a list of names was what had been granted.
  if (kind == "install" && found.details.empty()) found.granted = true;
  return found;
}

std::string_view group_of(std::string_view title) {
  for (const auto& [text, kind] : permission_groups)
    if (title == text) return kind;
  return {};
}

}  // namespace

std::string_view DumpPackage::fact(std::string_view key) const {
  return find(facts, key);
}

std::string_view DumpPackageUser::fact(std::string_view key) const {
  return find(facts, key);
}

std::optional<DumpPackage> DumpPackageReader::next() {
  while (auto line = lines_.next()) {
    if (line->indent == 0 && !line->text.empty()) {
      list_ = {};
      for (const auto& [title, name] : lists)
        if (line->text == title) list_ = name;
    }
    auto name = heading(line->text);
    if (!name) continue;
    if (line->text.starts_with("Package [")) ++headings_;
    if (list_.empty()) continue;
    DumpPackage package{.line = line->number, .list = list_, .name = *name};
    group_ = user_group_ = {};
    for (auto ahead = lines_.peek(); ahead; ahead = lines_.peek()) {
      if (!ahead->text.empty() && (ahead->indent <= line->indent || heading(ahead->text))) break;
      read_line(package, *lines_.next(), line->indent);
    }
    ++blocks_;
    return package;
  }
  return std::nullopt;
}

void DumpPackageReader::read_line(DumpPackage& package, const DumpLine& line, std::size_t base) {
  if (line.text.empty()) return;
  if (line.indent > base + 2) {
    if (!package.users.empty())
      read_user_line(package, line, base);
    else if (auto kind = group_of(group_); !kind.empty())
      package.permissions.push_back(permission(line, kind, std::nullopt));
    return;
  }
  if (line.text.starts_with("User ")) {
    auto colon = line.text.find(':');
    auto user = parse_integer(line.text.substr(5, colon == std::string_view::npos ? 0 : colon - 5));
    if (user) {
      package.users.push_back(
          {.line = line.number, .user = *user, .states = trim(line.text.substr(colon + 1))});
      user_group_ = {};
      return;
    }
  }
  if (line.text.ends_with(':') && !line.text.contains('=')) {
    group_ = line.text;
    return;
  }
  group_ = {};
  add_fact(package.facts, line.text);
}

void DumpPackageReader::read_user_line(DumpPackage& package, const DumpLine& line, std::size_t base) {
  DumpPackageUser& user = package.users.back();
  if (line.indent <= base + 4) {
    user_group_ = {};
    if (line.text.ends_with(':') && !line.text.contains('='))
      user_group_ = line.text;
    else
      add_fact(user.facts, line.text);
    return;
  }
  if (user_group_ == "enabledComponents:")
    user.enabled_components.push_back(line.text);
  else if (user_group_ == "disabledComponents:")
    user.disabled_components.push_back(line.text);
  else if (user_group_ == "harmfulAppWarning:" && user.fact("harmfulAppWarning").empty())
    user.facts.emplace_back("harmfulAppWarning", line.text);
  else if (auto kind = group_of(user_group_); !kind.empty())
    package.permissions.push_back(permission(line, kind, user.user));
}

std::vector<std::string> DumpPackageReader::notes() const {
  auto notes = lines_.notes();
  notes.push_back(fmt::format("headings of packages: {}, blocks read: {} (with those of shared users)",
                              headings_, blocks_));
  return notes;
}

}  // namespace bridle

#include "evidence/android_layout.h"

#include <algorithm>
#include <array>

#include "base/glob.h"
#include "base/text.h"
#include "formats/dumpstate.h"

namespace bridle {
namespace {

enum Sign : std::uint32_t {
  main_entry = 1,
  report = 2,
  collection = 4,
  backup = 8,
  packed = 16,
  intrusion = 32
};

struct Name {
  std::string_view glob;
  Sign sign;
};
constexpr Name names[] = {
    {"main_entry.txt", main_entry},   {"bugreport*.txt", report},
    {"bugreport*.txt.gz", report},    {"dumpstate*.txt", report},
    {"dumpState_*.log", report},      {"FS/data/**", report},
    {"acquisition.json", collection}, {"packages.json", collection},
    {"getprop.txt", collection},      {"dumpsys.txt", collection},
    {"files.json", collection},       {"root_binaries.json", collection},
    {"mounts.json", collection},      {"processes.json", collection},
    {"processes.txt", collection},    {"ps.txt", collection},
    {"services.txt", collection},     {"settings_*.txt", collection},
    {"selinux.txt", collection},      {"*.ab", packed},
    {"bugreport.zip", packed},        {"apps/*/_manifest", backup},
    {"apps/*/f/**", backup},          {"apps/*/db/**", backup},
    {"apps/*/sp/**", backup},         {"apps/*/d_f/**", backup},
    {"apps/*/d_db/**", backup},       {"apps/*/d_sp/**", backup},
};

// "2026-05-01….txt"
bool is_intrusion_log(std::string_view path) {
  constexpr std::string_view shape = "0000-00-00";
  if (path.size() < shape.size() + 4 || path.find('/') != std::string_view::npos) return false;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (shape[i] == '0' ? !is_digit(path[i]) : path[i] != shape[i]) return false;
  return to_lower_ascii(path).ends_with(".txt");
}

std::uint32_t signs_of(std::string_view path) {
  std::uint32_t signs = is_intrusion_log(path) ? intrusion : 0u;
  for (const Name& name : names)
    if (glob_fits(name.glob, path)) signs |= name.sign;
  return signs;
}

AndroidLayout layout_of(std::uint32_t signs) {
  if ((signs & main_entry) != 0) return AndroidLayout::bugreport;
  if ((signs & collection) != 0) return AndroidLayout::androidqf;
  if ((signs & report) != 0) return AndroidLayout::bugreport;
  if ((signs & backup) != 0) return AndroidLayout::backup;
  if ((signs & packed) != 0) return AndroidLayout::androidqf;
  return (signs & intrusion) != 0 ? AndroidLayout::intrusion_logs : AndroidLayout::none;
}

}  // namespace

void AndroidLayoutFinder::see(std::string_view path) {
  if (path.starts_with("__MACOSX/") || path.ends_with(".DS_Store")) return;
  auto slash = path.find('/');
  auto first = path.substr(0, slash);
  if (!shared_) shared_ = first;
  is_shared_ = is_shared_ && slash != std::string_view::npos && *shared_ == first;
  outer_ |= signs_of(path);
  if (is_shared_) inner_ |= signs_of(path.substr(slash + 1));
}

FoundLayout AndroidLayoutFinder::found() const {
  auto outer = layout_of(outer_);
  if (outer != AndroidLayout::none) return {.layout = outer, .leading = {}};
  if (!is_shared_ || !shared_) return {};
  auto inner = layout_of(inner_);
  if (inner == AndroidLayout::none) return {};
  return {.layout = inner, .leading = *shared_ + "/"};
}

std::optional<int> bugreport_text_rank(std::string_view path) {
  std::string_view name = path.substr(path.rfind('/') + 1);
  bool is_top = name.size() == path.size();
  if (glob_fits("dumpState_*.log", name)) return 0;
  for (std::string_view other : {"main_entry.txt", "version.txt", "title.txt", "description.txt",
                                 "systrace.txt", "dumpstate_log*", "dumpstate_board*"})
    if (glob_fits(other, name)) return std::nullopt;
  if (is_top && (glob_fits("bugreport*.txt", name) || glob_fits("dumpstate*.txt", name))) return 1;
  if (name == "dumpsys.txt") return 2;
  if (is_top && (name.ends_with(".txt") || name.ends_with(".log"))) return 3;
  return std::nullopt;
}

bool is_bugreport_text(std::string_view head) {
  if (head.starts_with("=====") && head.find("\n== dumpstate: ") != std::string_view::npos) return true;
  DumpText text = split_dump(as_bytes(head));
  return std::ranges::any_of(text.sections, [](const DumpSection& section) {
    return section.kind == DumpSection::Kind::service ||
           (section.kind == DumpSection::Kind::dumpstate && !section.command.empty());
  });
}

}  // namespace bridle

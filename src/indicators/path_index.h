#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "indicators/indicator.h"
#include "indicators/matcher.h"
#include "indicators/name_table.h"

namespace bridle {

/// Path and file-name indicators. Whole components only; case-sensitive, as the data volumes of both systems
/// are.
class PathIndex {
 public:
  /// `indicator` is of type file_path or file_name.
  void add(const Indicator& indicator, std::uint32_t number);
  /// `path` is as normalise_path makes it.
  void match(std::string_view path, Platform platform, std::vector<Hit>& out) const;

 private:
  struct Entry {
    std::uint32_t number;
    bool covers_below;
    bool any_container;  // published with "*" for the name of a container
    std::string relative;
  };

  void add_absolute(NameTable& table, std::string_view path, std::uint32_t entry);
  void match_absolute(const NameTable& table, std::string_view path, bool only_any_container,
                      std::vector<Hit>& out) const;
  void match_relative(std::string_view path, std::vector<Hit>& out) const;

  NameTable ios_, android_;  // absolute paths with the links of that system resolved
  NameTable containers_;     // absolute paths whose container name is "*"; iOS links resolved
  NameTable relative_;       // by last component
  NameTable names_;
  std::vector<Entry> entries_;
};

/// The path with every component that names a container (a UUID) replaced by "*". Backups know their apps by
/// bundle id, not by container, so their paths have "*" there.
std::string without_container_names(std::string_view path);

}  // namespace bridle

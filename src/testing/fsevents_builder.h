#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bridle::testing {

struct FseventsTemplate {
  std::string path;
  std::uint64_t event_id = 1;
  std::uint32_t flags = 1;
  std::uint64_t node_id = 0;
};

/// One page of an unpacked file of .fseventsd, version 1 to 3.
std::string write_fsevents_page(const std::vector<FseventsTemplate>& entries, int version);

}  // namespace bridle::testing

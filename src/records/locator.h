#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bridle {

/// Where in its file a record came from, in words that an examiner can follow by hand: "line 12", "byte
/// 4096", "message rowid 17", "key ProfileEvents[3]". No record without one.
struct Locator {
  std::string text;
};

Locator at_line(std::int64_t number);
Locator at_byte(std::uint64_t offset);
Locator at_row(std::string_view table, std::int64_t rowid);
Locator at_key(std::string_view path);
Locator whole_file();

}  // namespace bridle

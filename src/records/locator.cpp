#include "records/locator.h"

#include <fmt/format.h>

namespace bridle {

Locator at_line(std::int64_t number) {
  return {fmt::format("line {}", number)};
}
Locator at_byte(std::uint64_t offset) {
  return {fmt::format("byte {}", offset)};
}
Locator at_row(std::string_view table, std::int64_t rowid) {
  return {fmt::format("{} rowid {}", table, rowid)};
}
Locator at_key(std::string_view path) {
  return {fmt::format("key {}", path)};
}
Locator whole_file() {
  return {"file"};
}

}  // namespace bridle

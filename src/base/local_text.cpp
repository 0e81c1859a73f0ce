#include "base/local_text.h"

#include "base/text.h"

namespace bridle {

std::string in_iso8601(LocalTime time) {
  std::string text = to_iso8601(Time{time.nanoseconds});
  text.pop_back();  // the Z
  return text;
}

std::optional<std::int64_t> utc_offset_in(std::string_view text) {
  if (!parse_time_with_offset(text)) return std::nullopt;
  text = text.substr(text.size() - 5);
  auto hours = parse_integer(text.substr(1, 2)), minutes = parse_integer(text.substr(3));
  if (!hours || !minutes) return std::nullopt;
  return (*hours * 3600 + *minutes * 60) * (text[0] == '-' ? -1 : 1);
}

}  // namespace bridle

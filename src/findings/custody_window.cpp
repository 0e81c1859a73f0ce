#include "findings/custody_window.h"

#include <fmt/format.h>

#include "base/text.h"

namespace bridle {
namespace {

constexpr std::int64_t second = 1'000'000'000;

// "+01:00", "-0330", "+05" as seconds east of Greenwich.
Result<std::int64_t> parse_offset(std::string_view text) {
  std::string digits;
  for (char c : text.substr(1))
    if (c != ':') digits += c;
  bool colon = text.size() != 6 || text[3] == ':';
  if ((digits.size() != 2 && digits.size() != 4) || !colon) return fail(Fault::malformed, "no such zone");
  std::int64_t hours = TRY(parse_integer(digits.substr(0, 2)));
  std::int64_t minutes = digits.size() == 4 ? TRY(parse_integer(digits.substr(2))) : 0;
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return fail(Fault::malformed, "no such zone");
  return (text[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

}  // namespace

Result<Time> parse_zoned_time(std::string_view text) {
  std::int64_t offset = 0;
  if (text.ends_with('Z')) {
    text.remove_suffix(1);
  } else {
    auto sign = text.find_last_of("+-");
    // Signs further left belong to the date.
    if (sign == std::string_view::npos || sign < 13)
      return fail(Fault::malformed, "it has no zone: write Z for UTC, or an offset such as +01:00");
    offset = TRY(parse_offset(text.substr(sign)));
    text = text.substr(0, sign);
  }
  std::string whole(text);
  if (whole.size() == 16) whole += ":00";
  Time local = TRY(time_from_iso8601(whole + 'Z'));
  if (__builtin_sub_overflow(local.nanoseconds, offset * second, &local.nanoseconds))
    return fail(Fault::limit, "it lies outside 1677 to 2262");
  return local;
}

Result<CustodyWindow> parse_custody_window(std::string_view text) {
  auto middle = text.find("..");
  if (middle == std::string_view::npos)
    return fail(Fault::malformed, fmt::format("{}: a custody window is FROM..TO, such as "
                                              "2024-02-01T10:00Z..2024-02-02T18:30+01:00",
                                              text));
  CustodyWindow window{.begins = {}, .ends = {}, .given = std::string(text)};
  for (bool first : {true, false}) {
    auto part = first ? text.substr(0, middle) : text.substr(middle + 2);
    auto time = parse_zoned_time(part);
    if (!time)
      return fail(Fault::malformed, fmt::format("{}: \"{}\" is no time as ISO 8601 writes it, such as "
                                                "2024-02-01T10:00+01:00 ({})",
                                                text, part, time.error().message));
    (first ? window.begins : window.ends) = *time;
  }
  if (window.ends <= window.begins)
    return fail(Fault::malformed, fmt::format("{}: the custody window ends before it begins", text));
  return window;
}

std::string in_words(const CustodyWindow& window) {
  return fmt::format("{} to {}", to_iso8601(window.begins), to_iso8601(window.ends));
}

}  // namespace bridle

#include "patterns/moment.h"

#include <algorithm>

#include "base/text.h"

namespace bridle {
namespace {

constexpr std::int32_t second = 1'000'000'000;

constexpr bool is_leap(std::int64_t year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/// Days from 1970-01-01 to the first of that month, in the Gregorian calendar drawn back.
std::int64_t days_before(std::int64_t year, std::int64_t month) {
  constexpr std::int64_t before_month[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  std::int64_t past = year + 10'000 - 1;  // a multiple of 400 keeps the divisions on positive numbers
  std::int64_t days = past * 365 + past / 4 - past / 100 + past / 400;
  constexpr std::int64_t past_1970 = 1970 + 10'000 - 1;
  constexpr std::int64_t epoch = past_1970 * 365 + past_1970 / 4 - past_1970 / 100 + past_1970 / 400;
  bool leap_day = month > 2 && is_leap(year);
  return days - epoch + before_month[month - 1] + (leap_day ? 1 : 0);
}

std::int64_t days_in(std::int64_t year, std::int64_t month) {
  constexpr std::int64_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

/// The first nine digits of a fraction, as nanoseconds.
std::int32_t nanoseconds_of(std::string_view digits) {
  std::int32_t value = 0;
  for (std::size_t i = 0; i < 9; ++i) value = value * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return value;
}

PatternMoment carried(std::int64_t seconds, std::int64_t nanoseconds) {
  if (nanoseconds >= second) return {seconds + 1, static_cast<std::int32_t>(nanoseconds - second)};
  if (nanoseconds < 0) return {seconds - 1, static_cast<std::int32_t>(nanoseconds + second)};
  return {seconds, static_cast<std::int32_t>(nanoseconds)};
}

}  // namespace

std::optional<PatternMoment> moment_from_text(std::string_view text) {
  constexpr std::string_view form = "0000-00-00T00:00:00";
  if (text.size() < form.size() + 1 || text.back() != 'Z') return std::nullopt;
  for (std::size_t i = 0; i < form.size(); ++i)
    if (form[i] == '0' ? !is_digit(text[i]) : text[i] != form[i]) return std::nullopt;
  auto two = [&](std::size_t i) { return std::int64_t{text[i] - '0'} * 10 + (text[i + 1] - '0'); };
  std::int64_t year = two(0) * 100 + two(2), month = two(5), day = two(8);
  if (month < 1 || month > 12 || day < 1 || day > days_in(year, month)) return std::nullopt;
  if (two(11) > 23 || two(14) > 59 || two(17) > 60) return std::nullopt;
  auto fraction = text.substr(form.size(), text.size() - form.size() - 1);
  if (!fraction.empty()) {
    if (fraction.size() < 2 || fraction[0] != '.') return std::nullopt;
    fraction.remove_prefix(1);
    if (!std::ranges::all_of(fraction, is_digit)) return std::nullopt;
    if (fraction.find_first_not_of('0', std::min<std::size_t>(9, fraction.size())) != std::string_view::npos)
      return std::nullopt;
  }
  std::int64_t days = days_before(year, month) + day - 1;
  return PatternMoment{days * 86'400 + two(11) * 3600 + two(14) * 60 + two(17), nanoseconds_of(fraction)};
}

std::optional<PatternDuration> duration_from_text(std::string_view text) {
  auto point = std::min(text.find('.'), text.size());
  auto whole = text.substr(0, point), fraction = text.substr(std::min(text.size(), point + 1));
  if (whole.empty() && fraction.empty()) return std::nullopt;
  if (!std::ranges::all_of(whole, is_digit) || !std::ranges::all_of(fraction, is_digit)) return std::nullopt;
  std::int64_t seconds = 0;
  for (char c : whole) {
    seconds = seconds * 10 + (c - '0');
    if (seconds >= duration_limit) return PatternDuration{duration_limit, 0};
  }
  return PatternDuration{seconds, nanoseconds_of(fraction)};
}

PatternMoment moment_from_time(Time time) {
  return carried(time.nanoseconds / second, time.nanoseconds % second);
}

PatternMoment later(PatternMoment first, PatternDuration length) {
  return carried(first.seconds + length.seconds, std::int64_t{first.nanoseconds} + length.nanoseconds);
}

PatternMoment earlier(PatternMoment first, PatternDuration length) {
  return carried(first.seconds - length.seconds, std::int64_t{first.nanoseconds} - length.nanoseconds);
}

}  // namespace bridle

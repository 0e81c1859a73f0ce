#include "base/time.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "base/text.h"

namespace bridle {
namespace {

constexpr std::int64_t billion = 1'000'000'000;

std::unexpected<Error> outside() {
  return fail(Fault::limit, "time outside 1677 to 2262");
}

Result<Time> scaled(std::int64_t value, std::int64_t factor, std::int64_t offset_seconds) {
  std::int64_t nanoseconds = 0;
  std::int64_t offset = 0;
  if (__builtin_mul_overflow(value, factor, &nanoseconds)) return outside();
  if (__builtin_mul_overflow(offset_seconds, billion, &offset)) return outside();
  if (__builtin_add_overflow(nanoseconds, offset, &nanoseconds)) return outside();
  return Time{nanoseconds};
}

Result<Time> from_double(double seconds, std::int64_t offset_seconds) {
  if (!std::isfinite(seconds) || std::fabs(seconds) > 1e10) return outside();
  double whole = std::floor(seconds);
  auto base = TRY(scaled(static_cast<std::int64_t>(whole) + offset_seconds, billion, 0));
  // A double holds today's seconds to about 0.1 microsecond; finer digits would be noise.
  auto fraction = static_cast<std::int64_t>(std::llround((seconds - whole) * 1e6)) * 1000;
  std::int64_t nanoseconds = 0;
  if (__builtin_add_overflow(base.nanoseconds, fraction, &nanoseconds)) return outside();
  return Time{nanoseconds};
}

struct Civil {
  std::chrono::year_month_day day;
  std::chrono::hh_mm_ss<std::chrono::nanoseconds> clock;
};

Civil civil(Time time) {
  using namespace std::chrono;
  sys_time<nanoseconds> point{nanoseconds{time.nanoseconds}};
  auto day = floor<days>(point);
  return {year_month_day{day}, hh_mm_ss<nanoseconds>{point - day}};
}

}  // namespace

Result<Time> time_from_unix_seconds(std::int64_t seconds) {
  return scaled(seconds, billion, 0);
}
Result<Time> time_from_unix_seconds(double seconds) {
  return from_double(seconds, 0);
}
Result<Time> time_from_unix_ms(std::int64_t milliseconds) {
  return scaled(milliseconds, 1'000'000, 0);
}
Result<Time> time_from_unix_us(std::int64_t microseconds) {
  return scaled(microseconds, 1000, 0);
}
Result<Time> time_from_cocoa_seconds(double seconds) {
  return from_double(seconds, cocoa_epoch);
}
Result<Time> time_from_cocoa_ns(std::int64_t nanoseconds) {
  return scaled(nanoseconds, 1, cocoa_epoch);
}

Result<Time> time_from_cocoa_seconds_or_ns(std::int64_t value) {
  constexpr std::int64_t first_nanoseconds = 100'000'000'000;
  if (value >= first_nanoseconds || value <= -first_nanoseconds) return time_from_cocoa_ns(value);
  return scaled(value, billion, cocoa_epoch);
}

Result<Time> time_from_safari(double value) {
  return from_double(value, value >= static_cast<double>(cocoa_epoch) ? 0 : cocoa_epoch);
}

Result<Time> time_from_iso8601(std::string_view text) {
  bool digits_only = true;
  auto number = [&](std::size_t at, std::size_t size) {
    std::int64_t out = 0;
    for (char c : text.substr(at, size)) {
      digits_only &= is_digit(c);
      out = 10 * out + (c - '0');
    }
    return out;
  };
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != ' ') ||
      text[13] != ':' || text[16] != ':' || text.back() != 'Z')
    return fail(Fault::malformed, "not an ISO 8601 time in UTC");
  using namespace std::chrono;
  year_month_day day{year{static_cast<int>(number(0, 4))}, month{static_cast<unsigned>(number(5, 2))},
                     std::chrono::day{static_cast<unsigned>(number(8, 2))}};
  auto hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
  if (!digits_only) return fail(Fault::malformed, "not an ISO 8601 time in UTC");
  if (!day.ok()) return fail(Fault::malformed, "no such day");
  if (hour > 23 || minute > 59 || second > 60) return fail(Fault::malformed, "no such time of day");
  std::int64_t fraction = 0;
  if (text.size() > 20) {
    std::string_view digits = text.substr(20, text.size() - 21);
    if (text[19] != '.' || digits.empty() || digits.size() > 9)
      return fail(Fault::malformed, "bad fraction of a second");
    fraction = number(20, digits.size());
    if (!digits_only) return fail(Fault::malformed, "bad fraction of a second");
    for (std::size_t i = digits.size(); i < 9; ++i) fraction *= 10;
  }
  std::int64_t seconds =
      sys_days{day}.time_since_epoch().count() * 86'400LL + hour * 3600 + minute * 60 + second;
  auto time = TRY(scaled(seconds, billion, 0));
  if (__builtin_add_overflow(time.nanoseconds, fraction, &time.nanoseconds)) return outside();
  return time;
}

std::string to_iso8601(Time time) {
  auto [day, clock] = civil(time);
  auto text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(day.year()),
                          static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                          clock.hours().count(), clock.minutes().count(), clock.seconds().count());
  auto fraction = clock.subseconds().count();
  if (fraction % 1000 != 0) return fmt::format("{}.{:09}Z", text, fraction);
  if (fraction % 1'000'000 != 0) return fmt::format("{}.{:06}Z", text, fraction / 1000);
  if (fraction != 0) return fmt::format("{}.{:03}Z", text, fraction / 1'000'000);
  return text + "Z";
}

std::string to_mvt_time(Time time) {
  auto [day, clock] = civil(time);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count() / 1000);
}

}  // namespace bridle

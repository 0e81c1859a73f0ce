#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace bridle {

/// Why something could not be done. Six reasons are enough; the message says what and where.
enum class Fault {
  truncated,    ///< the bytes end before the structure does
  malformed,    ///< the bytes contradict the format
  unsupported,  ///< well formed, but of a kind or version that is not read
  limit,        ///< a bound of ours was reached (size, depth, count, time)
  absent,       ///< what was asked for is not there
  io,           ///< the operating system refused
};

/// A reason. Messages name the structure and the place, lower case, no full stop, and never hold evidence
/// text: the locator leads there.
struct Error {
  Fault fault;
  std::string message;
};

/// A value or the reason why there is none.
template <class T = void>
using Result = std::expected<T, Error>;

/// What a function returns when it gives up: `return fail(Fault::malformed, "bplist trailer is short");`
inline std::unexpected<Error> fail(Fault fault, std::string message) {
  return std::unexpected(Error{fault, std::move(message)});
}

/// The lower-case name of a fault, as it stands in coverage and skip rows.
constexpr std::string_view name(Fault fault) {
  constexpr std::string_view names[] = {"truncated", "malformed", "unsupported", "limit", "absent", "io"};
  return names[static_cast<std::size_t>(fault)];
}

}  // namespace bridle

/// Unwraps a Result, or returns its error from the enclosing function. The counter keeps one TRY inside
/// another apart.
#define TRY(expression) BRIDLE_TRY_COUNTED(expression, __COUNTER__)
#define BRIDLE_TRY_COUNTED(expression, number) BRIDLE_TRY_NAMED(expression, number)
#define BRIDLE_TRY_NAMED(expression, number) BRIDLE_TRY_AS(expression, try_result_##number)
#define BRIDLE_TRY_AS(expression, result)                \
  __extension__({                                        \
    auto&& result = (expression);                        \
    if (!result) [[unlikely]]                            \
      return std::unexpected(std::move(result).error()); \
    *std::move(result);                                  \
  })

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "records/batch.h"

namespace bridle {

/// What a value of a batch holds, when it is of that type. Borrows: the row.
inline std::string_view text_of(const Value& value) {
  auto* text = std::get_if<std::string_view>(&value);
  return text == nullptr ? std::string_view{} : *text;
}
inline std::optional<std::int64_t> number_of(const Value& value) {
  auto* number = std::get_if<std::int64_t>(&value);
  return number == nullptr ? std::nullopt : std::optional(*number);
}
/// A number that is not negative.
inline std::optional<std::uint64_t> size_of(const Value& value) {
  auto number = number_of(value);
  return number && *number >= 0 ? std::optional(static_cast<std::uint64_t>(*number)) : std::nullopt;
}

/// The worker's work ended early, and why.
inline void put_failure(BatchEnd& end, const Error& why) {
  end.failed = true;
  end.fault = why.fault;
  end.reason = why.message;
}

}  // namespace bridle

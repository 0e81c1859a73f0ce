#pragma once

#include <simdjson.h>

#include <functional>
#include <string_view>

#include "base/result.h"

namespace bridle {

/// What the lines of an intrusion log are read into; `line` counts from the first line given.
struct IntrusionLogVisitor {
  /// `kind` is "dns_event", "connect_event", "security_event" or one that is not known. Borrows: until the
  /// next line.
  std::function<void(std::int64_t line, std::string_view kind, simdjson::dom::element event)> event;
  std::function<void(std::int64_t line, const Error&)> skip;  ///< a line that is no JSON object
};

/// Reads a log of Android's Advanced Protection Mode: JSON Lines, each an object whose keys are kinds of
/// events. Lines that do not name `kind` are passed over unread; "" takes all. Source: android-artifacts.md
/// 1.6.
void read_intrusion_log(std::string_view text, std::int64_t first_line, std::string_view kind,
                        const IntrusionLogVisitor& visit);

}  // namespace bridle

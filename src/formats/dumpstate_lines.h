#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace bridle::dumpstate {

/// What single lines of a dump's text say; each is given without its line break. Borrow: the line.

/// `------ TITLE (command) ------`; without brackets the command is empty.
struct SectionStart {
  std::string_view title, command;
};
std::optional<SectionStart> section_start(std::string_view line);

/// `------ 0.356s was the duration of 'TITLE' ------`
struct SectionEnd {
  std::string_view title;
  std::int64_t milliseconds;
};
std::optional<SectionEnd> section_end(std::string_view line);

/// `DUMP OF SERVICE CRITICAL package:`; the priority is empty when none is named.
struct ServiceStart {
  std::string_view name, priority;
};
std::optional<ServiceStart> service_start(std::string_view line);

/// `--------- 0.053s was the duration of dumpsys appops, ending at: 2022-03-29 23:14:27`
struct ServiceEnd {
  std::string_view name, at;
  std::int64_t milliseconds;
};
std::optional<ServiceEnd> service_end(std::string_view line);

/// `[dumpsys: 11.6s elapsed]`, as up to Android 4: the command.
std::optional<std::string_view> command_end(std::string_view line);

/// A line of nothing but this character, at least `least` of them.
bool is_rule(std::string_view line, char of, std::size_t least);
/// A mark that a dump was stopped after too long a time.
bool is_time_out(std::string_view line);
/// A mark that a command failed, or that a file or service was not there.
bool is_error(std::string_view line);

}  // namespace bridle::dumpstate

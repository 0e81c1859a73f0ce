#pragma once

#include <cstddef>
#include <string_view>

namespace bridle {

/// Where the value ends whose opening bracket stands at `at`: behind the bracket that closes it, or npos when
/// the text ends first. Brackets of both kinds count alike, and those in strings not at all; whether what
/// lies between is valid JSON is not its business. 64 bytes at a time: files of indicators are mostly skipped
/// over.
std::size_t end_of_brackets(std::string_view json, std::size_t at);

}  // namespace bridle

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bridle {

/// A run with its defanging undone.
struct Refanged {
  std::string text;
  std::vector<std::size_t> places;  ///< for each byte of `text`, where it stood in the run
};

/// Does a run hold "hxxp", "[.]" or another form that keeps people from clicking?
bool looks_defanged(std::string_view run);
Refanged refang(std::string_view run);

/// What remains of a link when the punctuation of the sentence around it is taken off its end: full stops,
/// commas, closing brackets that were not opened inside. Also cuts off letters of another script that were
/// written on without a blank after the host's top-level domain. Borrows: `link`.
std::string_view trim_link(std::string_view link);

}  // namespace bridle

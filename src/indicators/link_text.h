#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bridle {

/// A stretch of text without white space, quotes or other characters that end a link in every script.
struct TextRun {
  std::string_view text;  ///< Borrows: the text given to TextRuns
  std::size_t offset;
};

/// Cuts text of any encoding into runs, in order.
class TextRuns {
 public:
  explicit TextRuns(std::string_view text) : text_(text) {}
  std::optional<TextRun> next();

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

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

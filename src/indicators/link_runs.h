#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "indicators/text_blocks.h"

namespace bridle {

/// A stretch of text without white space, quotes or other characters that end a link in every script.
struct TextRun {
  std::string_view text;  ///< Borrows: the text given to LinkRuns
  std::size_t offset;
  bool scheme;    ///< holds a colon with a slash behind it
  bool brackets;  ///< holds what defanging may have put there
};

/// Cuts text of any encoding into runs, in order, and gives those that may hold a link: nearly all text is
/// passed over 64 bytes at a time, by looking for what every link has.
class LinkRuns {
 public:
  explicit LinkRuns(std::string_view text) : text_(text) {}
  std::optional<TextRun> next();

 private:
  bool next_anchor();
  void make_masks();
  void pass_over_paths();
  void look_around(std::size_t anchor);
  std::optional<TextRun> run_around(std::size_t anchor);
  TextRun long_run_around(std::size_t anchor);

  std::string_view text_;
  std::size_t done_ = 0;         // runs before this were given or passed over
  const char* block_ = nullptr;  // in text_: what the masks are of
  std::size_t after_ = 0;        // where the next block begins
  std::size_t anchor_ = 0;
  std::uint64_t anchors_ = 0;  // of the block, still to be looked at
  BlockMasks masks_;           // made when an anchor needs them
  bool has_masks_ = false;
  std::array<char, text_block + 1> short_{};  // a text of less than a block, with zeros behind it
};

}  // namespace bridle

#include "indicators/link_runs.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/text.h"
#include "indicators/bare_hosts.h"

namespace bridle {
namespace {

/// Blanks, quotes and sentence marks of other scripts, and the invisible marks that steer text direction.
bool ends_run_beyond_ascii(char32_t c) {
  if (c == 0xA0 || c == 0xAB || c == 0xBB || c == 0x85 || c == 0xFEFF || c == 0xFFFD || c == 0xFFFC)
    return true;
  if (c >= 0x2000 && c <= 0x206F) return c != 0x2010 && c != 0x2011;  // spaces, dashes, quotes, bidi marks
  if (c >= 0x3000 && c <= 0x301F) return c != 0x3002 && c != 0x3005 && c != 0x3006 && c != 0x3007;
  return c == 0xFF08 || c == 0xFF09 || c == 0xFF0C || c == 0xFF01 || c == 0xFF1B || c == 0xFF1F ||
         c == 0x60C || c == 0x61B || c == 0x61F || c == 0x6D4;
}

/// Length of the character at the beginning of `text`; 0 when it ends a run.
std::size_t length_in_run(std::string_view text) {
  auto byte = static_cast<std::uint8_t>(text[0]);
  if (byte < 0x80) return ends_run(byte) ? 0 : 1;
  auto rest = text;
  return ends_run_beyond_ascii(take_code_point(rest)) ? 0 : text.size() - rest.size();
}

/// Length of the character that ends at `end`, no further back than `begin`; 0 when it ends a run.
std::size_t length_before(std::string_view text, std::size_t begin, std::size_t end) {
  auto at = end - 1;
  while (at > begin && end - at < 4 && (static_cast<std::uint8_t>(text[at]) & 0xC0) == 0x80) --at;
  return length_in_run(text.substr(at)) == end - at ? end - at : 0;
}

}  // namespace

void LinkRuns::make_masks() {
  if (!has_masks_) masks_ = masks_of(text_.size() > text_block ? block_ : short_.data());
  has_masks_ = true;
}

/// A run that begins with a slash is the path of a file. Only a scheme or what may be defanging makes a link
/// of a part of it, and these are anchors themselves: the others in it are passed over.
void LinkRuns::pass_over_paths() {
  make_masks();
  std::uint64_t runs = ~(masks_.ends | masks_.beyond);
  std::uint64_t paths = runs & masks_.slashes & (masks_.ends << 1);
  // Adding its first bit to a run of bits clears it, and carries into the byte that ends it.
  anchors_ &= ~(runs & ~(runs + paths)) | masks_.schemes | masks_.brackets;
}

bool LinkRuns::next_anchor() {
  while (anchors_ == 0) {
    auto from = std::max(after_, done_);
    if (from + 1 >= text_.size()) return false;  // the last byte alone is no anchor
    after_ = from + text_block;
    has_masks_ = false;
    if (text_.size() > after_) {
      block_ = text_.data() + from;
      anchors_ = anchors_of(block_);
    } else if (text_.size() > text_block) {
      block_ = text_.data() + text_.size() - 1 - text_block;  // overlaps what was looked at
      auto seen = static_cast<std::size_t>(text_.data() + from - block_);
      anchors_ = anchors_of(block_) >> seen << seen;
    } else {
      std::memcpy(short_.data(), text_.data(), text_.size());
      block_ = text_.data();
      anchors_ = anchors_of(short_.data()) >> from << from;
    }
    if (anchors_ != 0) pass_over_paths();
  }
  anchor_ =
      static_cast<std::size_t>(block_ - text_.data()) + static_cast<std::size_t>(std::countr_zero(anchors_));
  anchors_ &= anchors_ - 1;
  return true;
}

/// A block of which `anchor` stands in the middle, so that its run stands whole in it.
void LinkRuns::look_around(std::size_t anchor) {
  auto wanted = std::max(done_, anchor - std::min(anchor, text_block / 2));
  auto begin = std::min(wanted, text_.size() - 1 - text_block);
  block_ = text_.data() + begin;
  after_ = begin + text_block;
  has_masks_ = false;
  anchors_ = anchors_of(block_) & ~((2ULL << (anchor - begin)) - 1);
}

/// The run of an anchor, if it may hold a link. Most runs are short and ASCII.
std::optional<TextRun> LinkRuns::run_around(std::size_t anchor) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    make_masks();
    auto block = static_cast<std::size_t>(block_ - text_.data()), at = anchor - block;
    std::uint64_t before = masks_.ends & ((1ULL << at) - 1), behind = masks_.ends >> at;
    bool begins_here = before != 0 || block <= done_;
    if (begins_here && behind != 0) {
      auto begin = std::max<std::size_t>(64 - static_cast<std::size_t>(std::countl_zero(before)),
                                         done_ - std::min(done_, block));
      auto end = at + static_cast<std::size_t>(std::countr_zero(behind));
      std::uint64_t run = (1ULL << end) - (1ULL << begin);  // end is below 64
      if ((masks_.beyond & run) != 0) break;
      done_ = block + end;
      TextRun out{text_.substr(block + begin, end - begin), block + begin, (masks_.schemes & run) != 0,
                  (masks_.brackets & run) != 0};
      if (out.scheme || out.brackets || may_hold_bare_host(out.text, masks_, begin)) return out;
      return std::nullopt;
    }
    if (text_.size() <= text_block) break;
    look_around(anchor);
  }
  auto out = long_run_around(anchor);
  if (out.scheme || out.brackets || may_hold_bare_host(out.text)) return out;
  return std::nullopt;
}

TextRun LinkRuns::long_run_around(std::size_t anchor) {
  auto begin = anchor, end = anchor;
  while (begin > done_) {
    auto byte = static_cast<std::uint8_t>(text_[begin - 1]);
    std::size_t length = byte < 0x80 ? !ends_run(byte) : length_before(text_, done_, begin);
    if (length == 0) break;
    begin -= length;
  }
  TextRun run{};
  while (end < text_.size()) {
    auto byte = static_cast<std::uint8_t>(text_[end]);
    std::size_t length = byte < 0x80 ? !ends_run(byte) : length_in_run(text_.substr(end));
    if (length == 0) break;
    run.brackets |= byte == '[' || byte == '(' || byte == '{';
    run.scheme |= byte == ':' && end + 1 < text_.size() && (text_[end + 1] == '/' || text_[end + 1] == '\\');
    end += length;
  }
  done_ = end;
  run.text = text_.substr(begin, end - begin);
  run.offset = begin;
  return run;
}

std::optional<TextRun> LinkRuns::next() {
  while (next_anchor()) {
    if (anchor_ < done_) continue;
    if (auto run = run_around(anchor_)) return run;
  }
  return std::nullopt;
}

}  // namespace bridle

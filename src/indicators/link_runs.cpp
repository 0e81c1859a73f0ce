#include "indicators/link_runs.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/text.h"

namespace bridle {
namespace {

constexpr std::array<std::string_view, 40> bare_suffixes = {
    "agency", "art",     "biz",    "blog",  "cloud",   "club", "com",   "dev",   "digital", "email",
    "events", "fun",     "global", "icu",   "info",    "life", "link",  "live",  "media",   "mobi",
    "net",    "network", "news",   "one",   "online",  "org",  "page",  "press", "pro",     "sbs",
    "shop",   "site",    "space",  "store", "support", "tech", "today", "top",   "website", "xyz",
};

constexpr std::array<bool, 256> ends_run = [] {
  std::array<bool, 256> out{};
  for (std::size_t c = 0; c <= 0x20; ++c) out[c] = true;
  for (char c : std::string_view("\"<>`|^\x7F")) out[static_cast<std::size_t>(c)] = true;
  return out;
}();

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
  if (byte < 0x80) return ends_run[byte] ? 0 : 1;
  auto rest = text;
  return ends_run_beyond_ascii(take_code_point(rest)) ? 0 : text.size() - rest.size();
}

/// Length of the character that ends at `end`, no further back than `begin`; 0 when it ends a run.
std::size_t length_before(std::string_view text, std::size_t begin, std::size_t end) {
  auto at = end - 1;
  while (at > begin && end - at < 4 && (static_cast<std::uint8_t>(text[at]) & 0xC0) == 0x80) --at;
  return length_in_run(text.substr(at)) == end - at ? end - at : 0;
}

/// A label of at most seven letters as a number; 0 for any other. In lower case.
constexpr std::uint64_t packed(std::string_view label) {
  std::uint64_t word = 0;
  if (label.size() > 7) return 0;
  for (char c : label) word = word << 8 | static_cast<std::uint8_t>(c | 0x20);
  return word;
}

/// What a link without a scheme does not have in front: it would be a path, an address, an option.
constexpr bool begins_otherwise(char c) {
  return c == '/' || c == '\\' || c == '@' || c == '.' || c == '~' || c == '$' || c == '-' || c == '_';
}

/// May a run without a scheme and without brackets hold a link? Decides only what it can decide cheaply.
bool worth_a_look(std::string_view run) {
  std::size_t begin = 0;
  while (begin < run.size() && !is_alnum(run[begin]) && static_cast<std::uint8_t>(run[begin]) < 0x80)
    if (begins_otherwise(run[begin++])) return false;
  auto dot = std::string_view::npos;
  bool plain = true;
  for (auto i = begin; i < run.size(); ++i) {
    char c = run[i];
    plain &= is_alnum(c) || c == '.' || c == '-' || c == '_' || i + 1 == run.size();
    if (c == '/' || c == '?' || c == '#') return dot != std::string_view::npos;
    if (static_cast<std::uint8_t>(c) >= 0x80) return true;
    if (c != '.' || i + 1 == run.size() || !is_alnum(run[i + 1])) continue;
    dot = i;
    if (i >= 3 && (run[i - 1] | run[i - 2] | run[i - 3] | 0x20) == 'w') return true;
  }
  if (dot == std::string_view::npos) return false;
  auto end = dot + 1;
  while (end < run.size() && (is_alnum(run[end]) || run[end] == '-')) ++end;
  auto label = run.substr(dot + 1, end - dot - 1);
  // "com.apple.news:" is a bundle id.
  auto first = packed(run.substr(begin, 4));
  if (plain && (first == packed("com.") || first == packed("org.") || first == packed("net."))) return false;
  return is_bare_suffix(label) || to_lower_ascii(label.substr(0, 4)) == "xn--";
}

constexpr std::size_t suffix_slot(std::uint64_t word) {
  return word * 0x9E3779B97F4A7C15ULL >> 56;
}
constexpr std::array<std::uint64_t, 256> suffix_slots = [] {
  std::array<std::uint64_t, 256> slots{};
  for (auto suffix : bare_suffixes) {
    auto at = suffix_slot(packed(suffix));
    while (slots[at] != 0) at = (at + 1) % slots.size();
    slots[at] = packed(suffix);
  }
  return slots;
}();

}  // namespace

bool is_bare_suffix(std::string_view label) {
  auto word = packed(label);
  if (word == 0) return false;
  for (auto at = suffix_slot(word); suffix_slots[at] != 0; at = (at + 1) % suffix_slots.size())
    if (suffix_slots[at] == word) return true;
  return false;
}

namespace {

constexpr std::size_t block_size = 64;

#if defined(__SSE2__)
__m128i is(__m128i bytes, char c) {
  return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c));
}
__m128i either(__m128i a, __m128i b) {
  return _mm_or_si128(a, b);
}
__m128i at_most(__m128i bytes, int limit) {
  return _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(static_cast<char>(limit))), bytes);
}
__m128i loaded(const char* at) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
}
std::uint64_t bits(__m128i bytes, std::size_t shift) {
  return std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(bytes))} << shift;
}
#endif

/// One bit for each byte that every link has one of: a dot before a letter, since every top-level domain
/// begins with one; a digit before a slash, for addresses; ":/"; a bracket that may be defanging. Reads the
/// byte behind the block too.
std::uint64_t anchors_of(const char* block) {
  std::uint64_t anchors = 0;
#if defined(__SSE2__)
  for (std::size_t i = 0; i < block_size; i += 16) {
    auto byte = loaded(block + i), next = loaded(block + i + 1);
    auto slash = is(next, '/'), dot_next = is(next, '.');
    auto letter = _mm_cmpeq_epi8(_mm_max_epu8(next, _mm_set1_epi8('A')), next);
    auto dot = _mm_and_si128(is(byte, '.'), letter);
    auto scheme = _mm_and_si128(is(byte, ':'), either(slash, is(next, '\\')));
    auto digit = _mm_and_si128(at_most(_mm_sub_epi8(byte, _mm_set1_epi8('0')), 9), slash);
    auto bracket = either(is(byte, '('), is(_mm_or_si128(byte, _mm_set1_epi8(0x20)), '{'));
    auto d = is(_mm_or_si128(next, _mm_set1_epi8(0x20)), 'd');
    auto inside = either(either(dot_next, is(next, ':')), either(slash, d));
    anchors |= bits(either(either(dot, scheme), either(_mm_and_si128(bracket, inside), digit)), i);
  }
#else
  for (std::size_t i = 0; i < block_size; ++i) {
    auto byte = static_cast<std::uint8_t>(block[i]), next = static_cast<std::uint8_t>(block[i + 1]);
    bool bracket = byte == '(' || byte == '[' || byte == '{';
    bool inside = next == '.' || next == ':' || next == '/' || next == 'd' || next == 'D';
    if ((byte == '.' && next >= 'A') || (byte == ':' && (next == '/' || next == '\\')) ||
        (byte >= '0' && byte <= '9' && next == '/') || (bracket && inside))
      anchors |= 1ULL << i;
  }
#endif
  return anchors;
}

}  // namespace

LinkRuns::Masks LinkRuns::masks_of(const char* block) {
  Masks masks;
#if defined(__SSE2__)
  for (std::size_t i = 0; i < block_size; i += 16) {
    auto byte = loaded(block + i), next = loaded(block + i + 1);
    auto quotes = either(either(is(byte, '"'), is(byte, '`')), either(is(byte, '^'), is(byte, 0x7F)));
    auto signs = either(is(byte, '|'), either(is(byte, '<'), is(byte, '>')));
    masks.ends |= bits(either(at_most(byte, 0x20), either(quotes, signs)), i);
    masks.beyond |= bits(byte, i);
    masks.schemes |= bits(_mm_and_si128(is(byte, ':'), either(is(next, '/'), is(next, '\\'))), i);
    masks.brackets |= bits(either(is(byte, '('), is(_mm_or_si128(byte, _mm_set1_epi8(0x20)), '{')), i);
  }
#else
  for (std::size_t i = 0; i < block_size; ++i) {
    auto byte = static_cast<std::uint8_t>(block[i]), next = static_cast<std::uint8_t>(block[i + 1]);
    auto bit = 1ULL << i;
    if (byte >= 0x80)
      masks.beyond |= bit;
    else if (ends_run[byte])
      masks.ends |= bit;
    if (byte == ':' && (next == '/' || next == '\\')) masks.schemes |= bit;
    if (byte == '(' || byte == '[' || byte == '{') masks.brackets |= bit;
  }
#endif
  return masks;
}

bool LinkRuns::next_anchor() {
  while (anchors_ == 0) {
    auto from = std::max(after_, done_);
    if (from + 1 >= text_.size()) return false;  // the last byte alone is no anchor
    after_ = from + block_size;
    has_masks_ = false;
    if (text_.size() > after_) {
      block_ = text_.data() + from;
      anchors_ = anchors_of(block_);
    } else if (text_.size() > block_size) {
      block_ = text_.data() + text_.size() - 1 - block_size;  // overlaps what was looked at
      auto seen = static_cast<std::size_t>(text_.data() + from - block_);
      anchors_ = anchors_of(block_) >> seen << seen;
    } else {
      std::memcpy(short_.data(), text_.data(), text_.size());
      block_ = text_.data();
      anchors_ = anchors_of(short_.data()) >> from << from;
    }
  }
  anchor_ =
      static_cast<std::size_t>(block_ - text_.data()) + static_cast<std::size_t>(std::countr_zero(anchors_));
  anchors_ &= anchors_ - 1;
  return true;
}

/// A block of which `anchor` stands in the middle, so that its run stands whole in it.
void LinkRuns::look_around(std::size_t anchor) {
  auto wanted = std::max(done_, anchor - std::min(anchor, block_size / 2));
  auto begin = std::min(wanted, text_.size() - 1 - block_size);
  block_ = text_.data() + begin;
  after_ = begin + block_size;
  has_masks_ = false;
  anchors_ = anchors_of(block_) & ~((2ULL << (anchor - begin)) - 1);
}

/// Most runs are short and ASCII.
TextRun LinkRuns::run_around(std::size_t anchor) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (!has_masks_) masks_ = masks_of(text_.size() > block_size ? block_ : short_.data());
    has_masks_ = true;
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
      return {text_.substr(block + begin, end - begin), block + begin, (masks_.schemes & run) != 0,
              (masks_.brackets & run) != 0};
    }
    if (text_.size() <= block_size) break;
    look_around(anchor);
  }
  return long_run_around(anchor);
}

TextRun LinkRuns::long_run_around(std::size_t anchor) {
  auto begin = anchor, end = anchor;
  while (begin > done_) {
    auto byte = static_cast<std::uint8_t>(text_[begin - 1]);
    std::size_t length = byte < 0x80 ? !ends_run[byte] : length_before(text_, done_, begin);
    if (length == 0) break;
    begin -= length;
  }
  TextRun run{};
  while (end < text_.size()) {
    auto byte = static_cast<std::uint8_t>(text_[end]);
    std::size_t length = byte < 0x80 ? !ends_run[byte] : length_in_run(text_.substr(end));
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
    auto run = run_around(anchor_);
    if (run.scheme || run.brackets || worth_a_look(run.text)) return run;
  }
  return std::nullopt;
}

}  // namespace bridle

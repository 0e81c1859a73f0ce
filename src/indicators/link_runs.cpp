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

constexpr std::size_t block_size = 64;

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

/// Could a link have this byte, with that one behind it? A dot before a letter, since every top-level domain
/// begins with one; a digit before a slash, for addresses; ":/", or a bracket that may be defanging.
[[maybe_unused]] bool is_anchor(std::uint8_t byte, std::uint8_t next) {
  if (byte == '.') return next >= 'A';
  if (byte == ':') return next == '/' || next == '\\';
  if (byte >= '0' && byte <= '9') return next == '/';
  if (byte != '(' && byte != '[' && byte != '{') return false;
  return next == '.' || next == ':' || next == '/' || next == 'd' || next == 'D';
}

/// One bit for each of 64 bytes; the byte behind them must be readable too.
std::uint64_t anchors_in(const char* block) {
  std::uint64_t bits = 0;
#if defined(__SSE2__)
  auto is = [](__m128i bytes, char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); };
  auto either = [](__m128i a, __m128i b) { return _mm_or_si128(a, b); };
  for (std::size_t i = 0; i < block_size; i += 16) {
    auto byte = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + i));
    auto next = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + i + 1));
    auto folded = _mm_or_si128(byte, _mm_set1_epi8(0x20)),
         next_folded = _mm_or_si128(next, _mm_set1_epi8(0x20));
    auto slash = is(next, '/');
    auto word = _mm_cmpeq_epi8(_mm_max_epu8(next, _mm_set1_epi8('A')), next);
    auto dot = _mm_and_si128(is(byte, '.'), word);
    auto colon = _mm_and_si128(is(byte, ':'), either(slash, is(next, '\\')));
    auto from_zero = _mm_sub_epi8(byte, _mm_set1_epi8('0'));
    auto digit = _mm_cmpeq_epi8(_mm_min_epu8(from_zero, _mm_set1_epi8(9)), from_zero);
    auto inside = either(either(is(next, '.'), is(next, ':')), either(slash, is(next_folded, 'd')));
    auto bracket = _mm_and_si128(either(is(byte, '('), is(folded, '{')), inside);
    auto any = either(either(dot, colon), either(bracket, _mm_and_si128(digit, slash)));
    auto found = static_cast<std::uint32_t>(_mm_movemask_epi8(any));
    bits |= std::uint64_t{found} << i;
  }
#else
  for (std::size_t i = 0; i < block_size; ++i)
    if (is_anchor(static_cast<std::uint8_t>(block[i]), static_cast<std::uint8_t>(block[i + 1])))
      bits |= 1ULL << i;
#endif
  return bits;
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

/// May a run without a scheme and without brackets hold a link? Decides only what it can decide cheaply.
bool worth_a_look(std::string_view run) {
  std::size_t begin = 0;
  while (begin < run.size() && !is_alnum(run[begin]) && static_cast<std::uint8_t>(run[begin]) < 0x80) {
    if (std::string_view("/\\@.~$-_").find(run[begin]) != std::string_view::npos) return false;
    ++begin;
  }
  auto dot = std::string_view::npos;
  for (auto i = begin; i < run.size(); ++i) {
    if (run[i] == '/' || run[i] == '?' || run[i] == '#') return dot != std::string_view::npos;
    if (static_cast<std::uint8_t>(run[i]) >= 0x80) return true;
    if (run[i] != '.' || i + 1 == run.size() || !is_alnum(run[i + 1])) continue;
    dot = i;
    if (i >= 3 && to_lower_ascii(run.substr(i - 3, 3)) == "www") return true;
  }
  if (dot == std::string_view::npos) return false;
  auto end = dot + 1;
  while (end < run.size() && (is_alnum(run[end]) || run[end] == '-')) ++end;
  auto label = run.substr(dot + 1, end - dot - 1);
  return label.size() > 4
             ? is_bare_suffix(to_lower_ascii(label)) || to_lower_ascii(label.substr(0, 4)) == "xn--"
             : is_bare_suffix(to_lower_ascii(label));
}

}  // namespace

bool is_bare_suffix(std::string_view label) {
  // Nearly every label asked for is none; most are told by their ends.
  constexpr std::array<std::uint32_t, 26> last_letters = [] {
    std::array<std::uint32_t, 26> out{};
    for (auto suffix : bare_suffixes)
      out[static_cast<std::size_t>(suffix.front() - 'a')] |= 1U << static_cast<unsigned>(suffix.back() - 'a');
    return out;
  }();
  if (label.size() < 3 || label.size() > 7) return false;
  auto first = static_cast<unsigned>(label.front() - 'a'), last = static_cast<unsigned>(label.back() - 'a');
  if (first >= 26 || last >= 26 || (last_letters[first] >> last & 1) == 0) return false;
  return std::ranges::binary_search(bare_suffixes, label);
}

bool LinkRuns::next_anchor() {
  while (anchors_ == 0) {
    auto from = std::max(after_, done_);
    if (from + 1 >= text_.size()) return false;  // the last byte alone is no anchor
    block_ = from;
    after_ = from + block_size;
    if (text_.size() > after_) {
      anchors_ = anchors_in(text_.data() + block_);
    } else if (text_.size() > block_size) {
      block_ = text_.size() - 1 - block_size;  // overlaps what was looked at
      anchors_ = anchors_in(text_.data() + block_) >> (from - block_) << (from - block_);
    } else {
      std::array<char, block_size + 1> last{};
      std::memcpy(last.data(), text_.data() + block_, text_.size() - block_);
      anchors_ = anchors_in(last.data());
    }
  }
  anchor_ = block_ + static_cast<std::size_t>(std::countr_zero(anchors_));
  anchors_ &= anchors_ - 1;
  return true;
}

TextRun LinkRuns::run_around(std::size_t anchor) {
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

#include "evidence/age_armour.h"

#include <algorithm>

#include "base/base64.h"

namespace bridle {
namespace {

constexpr std::string_view end_mark = "-----END AGE ENCRYPTED FILE-----";
constexpr std::uint64_t columns = 64, line_bytes = 48, tail_size = 1024;

// Where the lines of base64 stand in the text.
struct Body {
  std::uint64_t begin = 0, full_lines = 0, last_columns = 0;
  std::uint64_t break_size = 1;  // LF, or CR LF
};

class ArmouredSource : public ByteSource {
 public:
  ArmouredSource(ByteSource& text, const Body& body) : text_(text), body_(body) {}

  Result<> measure() {
    size_ = body_.full_lines * line_bytes;
    std::uint64_t last = body_.full_lines - (body_.last_columns == 0 && body_.full_lines > 0 ? 1 : 0);
    if (body_.last_columns == 0 && body_.full_lines > 0) size_ -= line_bytes;
    if (body_.last_columns > 0 || body_.full_lines > 0) size_ += TRY(line(last)).size();
    return {};
  }
  std::uint64_t size() const override { return size_; }
  Result<> read(std::uint64_t offset, std::span<std::uint8_t> into) override {
    TRY(check_range(offset, into.size()));
    while (!into.empty()) {
      std::string bytes = TRY(line(offset / line_bytes));
      std::uint64_t skip = offset % line_bytes;
      if (bytes.size() <= skip) return fail(Fault::malformed, "a line of the text armour is too short");
      auto count = std::min<std::uint64_t>(bytes.size() - skip, into.size());
      std::ranges::copy(as_bytes(bytes).subspan(skip, count), into.begin());
      into = into.subspan(count);
      offset += count;
    }
    return {};
  }

 private:
  // Lines are read many at a time: the text is read once from front to end, by pieces.
  Result<std::string> line(std::uint64_t number) {
    std::uint64_t step = columns + body_.break_size;
    std::uint64_t length = number < body_.full_lines ? columns : body_.last_columns;
    std::uint64_t at = body_.begin + number * step;
    if (at < block_at_ || at + length > block_at_ + block_.size()) {
      std::uint64_t most = std::min<std::uint64_t>(text_.size() - at, 4096 * step);
      block_.resize(most);
      block_at_ = at;
      if (auto read = text_.read(at, block_); !read) {
        block_.clear();
        return std::unexpected(read.error());
      }
    }
    return from_base64(as_text(block_).substr(at - block_at_, length));
  }

  ByteSource& text_;
  Body body_;
  std::uint64_t size_ = 0, block_at_ = 0;
  std::vector<std::uint8_t> block_;
};

Error no_armour() {
  return {Fault::malformed, "the text armour of the age file is damaged"};
}

}  // namespace

Result<std::unique_ptr<ByteSource>> open_age_armour(ByteSource& text) {
  std::uint64_t head = age_armour_begin.size() + 2;
  if (text.size() < head) return std::unexpected(no_armour());
  std::vector<std::uint8_t> bytes(head);
  TRY(text.read(0, bytes));
  std::string_view first = as_text(bytes);
  Body body;
  if (!first.starts_with(age_armour_begin)) return std::unexpected(no_armour());
  if (first.ends_with("\r\n"))
    body.break_size = 2;
  else if (first[age_armour_begin.size()] != '\n')
    return std::unexpected(no_armour());
  body.begin = age_armour_begin.size() + body.break_size;
  std::uint64_t tail_at = text.size() - std::min(text.size(), tail_size);
  bytes.resize(text.size() - tail_at);
  TRY(text.read(tail_at, bytes));
  auto mark = as_text(bytes).rfind(end_mark);
  if (mark == std::string_view::npos || tail_at + mark < body.begin)
    return fail(Fault::truncated, "the text armour of the age file has no end");
  for (char c : as_text(bytes).substr(mark + end_mark.size()))
    if (c != '\n' && c != '\r' && c != ' ' && c != '\t') return std::unexpected(no_armour());
  std::uint64_t length = tail_at + mark - body.begin, step = columns + body.break_size;
  body.full_lines = length / step;
  std::uint64_t rest = length % step;
  if (rest > 0) {
    if (rest <= body.break_size || (rest - body.break_size) % 4 != 0) return std::unexpected(no_armour());
    body.last_columns = rest - body.break_size;
  }
  auto source = std::make_unique<ArmouredSource>(text, body);
  TRY(source->measure());
  return std::unique_ptr<ByteSource>(std::move(source));
}

}  // namespace bridle

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "base/text.h"
#include "records/batch.h"
#include "records/batch_layout.h"

namespace bridle {
namespace {

void put(std::string& out, std::uint64_t value, std::size_t width) {
  std::array<char, 8> bytes;
  if constexpr (std::endian::native == std::endian::little)
    std::memcpy(bytes.data(), &value, bytes.size());
  else
    for (std::size_t i = 0; i < bytes.size(); ++i)
      bytes[i] = static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i)));
  out.append(bytes.data(), width);
}

// Cuts at a character, not inside one.
std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<std::uint8_t>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

}  // namespace

BatchWriter::BatchWriter(int fd) : fd_(fd), out_(batch_layout::magic) {}

void BatchWriter::flush() {
  if (status_ && !out_.empty()) status_ = write_all(fd_, as_bytes(out_));
  out_.clear();
}

// Closes the frame that began at frame_start_: kind and length stand before its payload.
void BatchWriter::frame(std::uint8_t kind) {
  std::size_t length = out_.size() - frame_start_ - batch_layout::frame_header;
  if (length > batch_frame_limit && status_)
    status_ = fail(Fault::limit, "a record is longer than a batch frame may be");
  out_[frame_start_] = static_cast<char>(kind);
  for (std::size_t i = 0; i < 4; ++i)
    out_[frame_start_ + 1 + i] = static_cast<char>(static_cast<std::uint8_t>(length >> (8 * i)));
  if (out_.size() >= (1u << 20)) flush();
}

void BatchWriter::put_text(std::string_view text, std::size_t most) {
  std::string repaired;
  if (!is_utf8(text)) text = repaired = to_utf8_lossy(text);
  text = cut(text, most);
  put(out_, text.size(), 4);
  out_ += text;
}

void BatchWriter::row(const BatchRow& row) {
  frame_start_ = out_.size();
  out_.append(batch_layout::frame_header, '\0');
  put(out_, static_cast<std::uint64_t>(row.state), 1);
  put_text(row.locator, batch_text_limit);
  for (const Value& value : row.values) {
    out_ += static_cast<char>(value.index());
    if (std::holds_alternative<std::monostate>(value)) continue;  // most values of most rows
    if (auto* integer = std::get_if<std::int64_t>(&value)) put(out_, static_cast<std::uint64_t>(*integer), 8);
    if (auto* real = std::get_if<double>(&value)) put(out_, std::bit_cast<std::uint64_t>(*real), 8);
    if (auto* text = std::get_if<std::string_view>(&value)) put_text(*text, batch_frame_limit);
    if (auto* bytes = std::get_if<Bytes>(&value)) {
      put(out_, bytes->size(), 4);
      out_ += as_text(*bytes);
    }
  }
  frame(batch_layout::row);
}

void BatchWriter::mined(const BatchMined& mined) {
  frame_start_ = out_.size();
  out_.append(batch_layout::frame_header, '\0');
  put(out_, mined.column, 2);
  put(out_, static_cast<std::uint64_t>(mined.type), 1);
  put(out_, static_cast<std::uint64_t>(mined.form), 1);
  put_text(mined.value, batch_layout::mined_limit);
  frame(batch_layout::mined);
}

void BatchWriter::skip(const BatchSkip& skip) {
  frame_start_ = out_.size();
  out_.append(batch_layout::frame_header, '\0');
  put_text(skip.locator, batch_text_limit);
  put(out_, static_cast<std::uint64_t>(skip.fault), 1);
  put_text(skip.reason, batch_text_limit);
  frame(batch_layout::skip);
}

Result<> BatchWriter::finish(const BatchEnd& end) {
  frame_start_ = out_.size();
  out_.append(batch_layout::frame_header, '\0');
  put(out_, end.failed, 1);
  put(out_, static_cast<std::uint64_t>(end.fault), 1);
  put_text(end.reason, batch_text_limit);
  put(out_, end.rows, 8);
  put(out_, end.skips, 8);
  put(out_, end.lost_pages, 8);
  put(out_, end.losses, 1);
  std::size_t notes = std::min(end.notes.size(), batch_layout::note_limit);
  put(out_, notes, 2);
  for (std::size_t i = 0; i < notes; ++i) put_text(end.notes[i], batch_text_limit);
  frame(batch_layout::end);
  flush();
  return status_;
}

}  // namespace bridle

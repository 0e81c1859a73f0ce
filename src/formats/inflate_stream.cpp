#include "formats/inflate_stream.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace bridle {
namespace {

constexpr std::size_t piece_size = 64 << 10;
constexpr int window = 15;

int window_bits(InflateStream::Form form) {
  switch (form) {
    case InflateStream::Form::raw:
      return -window;
    case InflateStream::Form::gzip:
      return window + 16;
    case InflateStream::Form::zlib:
      break;
  }
  return window;
}

}  // namespace

struct InflateStream::Zlib {
  z_stream z{};
  std::vector<std::uint8_t> out = std::vector<std::uint8_t>(piece_size);
};

void InflateStream::End::operator()(Zlib* zlib) const {
  ::inflateEnd(&zlib->z);
  delete zlib;  // NOLINT(*-owning-memory)
}

Result<InflateStream> InflateStream::begin(Form form) {
  std::unique_ptr<Zlib, End> zlib(new Zlib);
  if (::inflateInit2(&zlib->z, window_bits(form)) != Z_OK)
    return fail(Fault::limit, "no memory to inflate a stream");
  return InflateStream(form, std::move(zlib));
}

// Until the stream ends, breaks, or has no more input; `rest` is then what was not read.
Result<> InflateStream::inflate(Bytes piece, const Take& take, Bytes& rest) {
  z_stream& z = zlib_->z;
  auto size = std::min<std::size_t>(piece.size(), std::numeric_limits<uInt>::max());
  z.next_in = const_cast<Bytef*>(piece.data());  // NOLINT(*-const-cast): zlib does not write there
  z.avail_in = static_cast<uInt>(size);
  for (;;) {
    z.next_out = zlib_->out.data();
    z.avail_out = static_cast<uInt>(zlib_->out.size());
    int code = ::inflate(&z, Z_NO_FLUSH);
    Bytes made = Bytes(zlib_->out).first(zlib_->out.size() - z.avail_out);
    if (!made.empty()) TRY(take(made));
    if (code == Z_STREAM_END)
      state_ = State::ended;
    else if (code != Z_OK && code != Z_BUF_ERROR)
      state_ = State::damaged;
    bool is_drained = z.avail_in == 0 && z.avail_out > 0;
    if (state_ == State::more && code == Z_OK && !is_drained) continue;
    rest = piece.subspan(size - z.avail_in);
    return {};
  }
}

Result<InflateStream::State> InflateStream::feed(Bytes piece, const Take& take) {
  while (!piece.empty() && !is_over_) {
    Bytes rest;
    if (state_ == State::more) {
      TRY(inflate(piece, take, rest));
      is_over_ = state_ == State::damaged || (state_ == State::ended && form_ != Form::gzip);
      piece = rest;
      continue;
    }
    auto wanted = std::min<std::size_t>(2 - between_.size(), piece.size());
    between_.insert(between_.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(wanted));
    piece = piece.subspan(wanted);
    if (between_.size() < 2) break;
    is_over_ = between_[0] != 0x1F || between_[1] != 0x8B || ::inflateReset(&zlib_->z) != Z_OK;
    if (is_over_) break;
    state_ = State::more;
    TRY(inflate(between_, take, rest));
    between_.clear();
  }
  return state_;
}

}  // namespace bridle

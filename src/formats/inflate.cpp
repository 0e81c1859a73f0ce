#include "formats/inflate.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>

namespace bridle {
namespace {

struct End {
  void operator()(z_stream* stream) const {
    ::inflateEnd(stream);
    delete stream;
  }
};

constexpr int window = 15, bare = -window, with_gzip_head = window + 16;

Result<> begin(z_stream& z, int window_bits) {
  if (::inflateInit2(&z, window_bits) != Z_OK) return fail(Fault::limit, "no memory to inflate a stream");
  return {};
}

Result<Inflated> inflate_as(int window_bits, Bytes stream, std::uint64_t limit) {
  std::unique_ptr<z_stream, End> z(new z_stream{});
  TRY(begin(*z, window_bits));
  Inflated out;
  std::array<std::uint8_t, 65536> piece{};
  while (!out.cut_off) {
    if (z->avail_in == 0 && !stream.empty()) {
      auto size = std::min<std::size_t>(stream.size(), std::numeric_limits<uInt>::max());
      z->next_in = const_cast<Bytef*>(stream.data());  // NOLINT: zlib does not write there
      z->avail_in = static_cast<uInt>(size);
      stream = stream.subspan(size);
    }
    z->next_out = piece.data();
    z->avail_out = static_cast<uInt>(piece.size());
    int code = ::inflate(z.get(), Z_NO_FLUSH);
    auto made = piece.size() - z->avail_out;
    if (out.bytes.size() + made > limit) return fail(Fault::limit, "a stream inflates to more than is read");
    out.bytes += as_text(Bytes(piece).first(made));
    if (code == Z_STREAM_END) {
      bool more = window_bits == with_gzip_head && z->avail_in > 1 && z->next_in[0] == 0x1F &&
                  z->next_in[1] == 0x8B && ::inflateReset(z.get()) == Z_OK;
      if (!more) return out;
      continue;
    }
    if (code != Z_OK) {
      if (out.bytes.empty() && code == Z_DATA_ERROR)
        return fail(Fault::malformed, window_bits == with_gzip_head ? "no gzip file" : "no zlib stream");
      out.cut_off = true;
    }
  }
  return out;
}

}  // namespace

Result<Inflated> inflate_zlib(Bytes stream, std::uint64_t limit) {
  return inflate_as(window, stream, limit);
}

Result<Inflated> inflate_raw(Bytes stream, std::uint64_t limit) {
  return inflate_as(bare, stream, limit);
}

Result<Inflated> inflate_gzip(Bytes stream, std::uint64_t limit) {
  return inflate_as(with_gzip_head, stream, limit);
}

bool is_gzip(Bytes bytes) {
  return as_text(bytes).starts_with("\x1F\x8B\x08");
}

}  // namespace bridle

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

constexpr int gzip_only = 16;  // added to the size of the window

Result<Inflated> inflate_all(Bytes stream, std::uint64_t limit, bool gzip) {
  std::unique_ptr<z_stream, End> z(new z_stream{});
  if (::inflateInit2(z.get(), gzip ? MAX_WBITS + gzip_only : MAX_WBITS) != Z_OK)
    return fail(Fault::limit, "no memory to inflate a stream");
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
      Bytes next{z->next_in, z->avail_in};
      if (!gzip || !is_gzip(next) || ::inflateReset(z.get()) != Z_OK) return out;
      continue;
    }
    if (code != Z_OK) {
      if (out.bytes.empty() && code == Z_DATA_ERROR)
        return fail(Fault::malformed, gzip ? "no gzip file" : "no zlib stream");
      out.cut_off = true;
    }
  }
  return out;
}

}  // namespace

bool is_gzip(Bytes bytes) {
  return bytes.size() >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B;
}

Result<Inflated> inflate_zlib(Bytes stream, std::uint64_t limit) {
  return inflate_all(stream, limit, false);
}

Result<Inflated> inflate_gzip(Bytes file, std::uint64_t limit) {
  return inflate_all(file, limit, true);
}

}  // namespace bridle

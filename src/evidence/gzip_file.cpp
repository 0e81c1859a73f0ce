#include <zlib.h>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "evidence/archive_reader.h"
#include "evidence/unwrap.h"

namespace bridle {
namespace {

constexpr std::size_t piece_size = 256 << 10;
constexpr int with_gzip_head = 15 + 16;

struct End {
  void operator()(z_stream* stream) const {
    ::inflateEnd(stream);
    delete stream;
  }
};

}  // namespace

Result<Unwrapped> open_gzip_file(ByteSource& file, std::uint64_t most, const UnwrapWriter& write) {
  std::unique_ptr<z_stream, End> z(new z_stream{});
  if (::inflateInit2(z.get(), with_gzip_head) != Z_OK)
    return fail(Fault::limit, "no memory to inflate a file");
  Unwrapped result;
  result.notes.emplace_back("packed with gzip");
  std::vector<std::uint8_t> in(piece_size), out(piece_size);
  std::uint64_t at = 0, made = 0;
  for (;;) {
    if (z->avail_in == 0 && at < file.size()) {
      auto size = static_cast<std::size_t>(std::min<std::uint64_t>(in.size(), file.size() - at));
      TRY(file.read(at, std::span(in).first(size)));
      at += size;
      z->next_in = in.data();
      z->avail_in = static_cast<uInt>(size);
    }
    z->next_out = out.data();
    z->avail_out = static_cast<uInt>(out.size());
    int code = ::inflate(z.get(), Z_NO_FLUSH);
    Bytes piece = Bytes(out).first(out.size() - z->avail_out);
    made += piece.size();
    if (made > most || (made > inflation_free && made / inflation_limit > at)) {
      result.problem = "it inflates to far more than it holds: the rest was not read";
      return result;
    }
    TRY(write(piece));
    if (code == Z_STREAM_END) {
      // Streams may follow each other; anything else behind the last is passed over, as gzip does.
      bool more = z->avail_in > 1 && z->next_in[0] == 0x1F && z->next_in[1] == 0x8B;
      if (!more || ::inflateReset(z.get()) != Z_OK) return result;
    } else if (code != Z_OK) {
      if (made == 0) return fail(Fault::malformed, "no gzip stream");
      result.problem = code == Z_BUF_ERROR ? "it is cut off" : "it is damaged: what follows was not read";
      return result;
    }
  }
}

}  // namespace bridle

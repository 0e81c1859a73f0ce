#include <algorithm>

#include "evidence/archive_reader.h"
#include "evidence/unwrap.h"
#include "formats/inflate_stream.h"

namespace bridle {
namespace {

constexpr std::size_t piece_size = 256 << 10;
using State = InflateStream::State;

}  // namespace

Result<Unwrapped> open_gzip_file(ByteSource& file, std::uint64_t most, const UnwrapWriter& write) {
  InflateStream z = TRY(InflateStream::begin(InflateStream::Form::gzip));
  Unwrapped result;
  result.notes.emplace_back("packed with gzip");
  std::vector<std::uint8_t> in(piece_size);
  std::uint64_t at = 0, made = 0;
  bool is_bomb = false;
  State state = State::more;
  while (at < file.size() && state != State::damaged) {
    auto size = static_cast<std::size_t>(std::min<std::uint64_t>(in.size(), file.size() - at));
    TRY(file.read(at, std::span(in).first(size)));
    at += size;
    auto fed = z.feed(Bytes(in).first(size), [&](Bytes piece) -> Result<> {
      made += piece.size();
      is_bomb = made > most || (made > inflation_free && made / inflation_limit > at);
      return is_bomb ? fail(Fault::limit, "a bomb") : write(piece);
    });
    if (is_bomb) {
      result.problem = "it inflates to far more than it holds: the rest was not read";
      return result;
    }
    state = TRY(std::move(fed));
  }
  if (state == State::ended) return result;
  if (made == 0) return fail(Fault::malformed, "no gzip stream");
  result.problem = state == State::more ? "it is cut off" : "it is damaged: what follows was not read";
  return result;
}

}  // namespace bridle

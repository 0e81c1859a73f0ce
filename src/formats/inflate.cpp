#include "formats/inflate.h"

#include "formats/inflate_stream.h"

namespace bridle {
namespace {

using Form = InflateStream::Form;

Result<Inflated> inflate_as(Form form, Bytes stream, std::uint64_t limit) {
  InflateStream z = TRY(InflateStream::begin(form));
  Inflated out;
  auto state = TRY(z.feed(stream, [&](Bytes piece) -> Result<> {
    if (out.bytes.size() + piece.size() > limit)
      return fail(Fault::limit, "a stream inflates to more than is read");
    out.bytes += as_text(piece);
    return {};
  }));
  if (state == InflateStream::State::damaged && out.bytes.empty())
    return fail(Fault::malformed, form == Form::gzip ? "no gzip file" : "no zlib stream");
  out.cut_off = state != InflateStream::State::ended;
  return out;
}

}  // namespace

Result<Inflated> inflate_zlib(Bytes stream, std::uint64_t limit) {
  return inflate_as(Form::zlib, stream, limit);
}

Result<Inflated> inflate_raw(Bytes stream, std::uint64_t limit) {
  return inflate_as(Form::raw, stream, limit);
}

Result<Inflated> inflate_gzip(Bytes stream, std::uint64_t limit) {
  return inflate_as(Form::gzip, stream, limit);
}

bool is_gzip(Bytes bytes) {
  return as_text(bytes).starts_with("\x1F\x8B\x08");
}

}  // namespace bridle

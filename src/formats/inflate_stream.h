#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// Inflates what comes piece by piece, in 64 KiB beside zlib's own. What bounds it, a bomb or a limit, is
/// for the one who takes the content to say.
class InflateStream {
 public:
  enum class Form { zlib, raw, gzip };  ///< RFC 1950, 1951, 1952
  enum class State {
    more,    ///< the stream goes on
    ended,   ///< its end mark was met; of gzip another stream may follow, other bytes are passed over
    damaged  ///< what came before the damage was given; nothing after it is
  };
  using Take = std::function<Result<>(Bytes)>;

  /// Faults: limit (no memory).
  static Result<InflateStream> begin(Form form);
  /// Gives what a piece adds to the content. Faults: what `take` gives.
  Result<State> feed(Bytes piece, const Take& take);

 private:
  struct Zlib;
  struct End {
    void operator()(Zlib* zlib) const;
  };
  InflateStream(Form form, std::unique_ptr<Zlib, End> zlib) : form_(form), zlib_(std::move(zlib)) {}
  Result<> inflate(Bytes piece, const Take& take, Bytes& rest);

  Form form_;
  std::unique_ptr<Zlib, End> zlib_;
  State state_ = State::more;
  std::vector<std::uint8_t> between_;  // gzip: what follows a stream, until it is known whether it is another
  bool is_over_ = false;               // nothing more is read
};

}  // namespace bridle

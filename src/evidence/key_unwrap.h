#pragma once

#include <memory>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"

namespace bridle {

/// Takes keys out of their RFC 3394 wrapping under one AES-256 key. Made once per class key and used for
/// every file of the class: about 1.3 million keys a second, where OpenSSL's own unwrap makes 0.2
/// (dependencies.md 3).
class KeyUnwrapper {
 public:
  /// `key` is 32 bytes; it may be wiped afterwards. Faults: malformed (another length), io (no AES in
  /// OpenSSL).
  static Result<KeyUnwrapper> make(Bytes key);
  KeyUnwrapper(KeyUnwrapper&&) noexcept;
  KeyUnwrapper& operator=(KeyUnwrapper&&) noexcept;
  ~KeyUnwrapper();

  /// `into` is 8 bytes shorter than `wrapped`, 16 to 64 bytes and a multiple of 8; it is zero after a
  /// failure. Faults: malformed (the check value is wrong: another key, or damage; or a length that no
  /// wrapping has).
  Result<> unwrap(Bytes wrapped, std::span<std::uint8_t> into);
  /// The same into memory of its own.
  Result<Secret> unwrap(Bytes wrapped);

 private:
  struct State;
  explicit KeyUnwrapper(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bridle

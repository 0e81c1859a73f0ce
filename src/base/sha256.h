#pragma once

#include <array>
#include <memory>
#include <string>

#include "base/bytes.h"

namespace bridle {

/// 32 bytes of SHA-256.
using Digest = std::array<std::uint8_t, 32>;

/// SHA-256 over pieces, by OpenSSL. One object can be used again after `finish`.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void update(Bytes bytes);
  void update(std::string_view text) { update(as_bytes(text)); }
  Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Digest sha256(Bytes bytes);
inline std::string to_hex(const Digest& digest) {
  return to_hex(Bytes{digest});
}
/// SHA-1 of text as 40 lower-case hexadecimal digits: the fileID of an iOS backup is that of "domain-path".
std::string sha1_hex(std::string_view text);
/// MD5 of text as 32 lower-case hexadecimal digits: the fingerprint of an ADB key is that of its bytes.
std::string md5_hex(std::string_view text);

}  // namespace bridle

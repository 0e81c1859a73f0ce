#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// Signatures in minisign's format: Ed25519 over the BLAKE2b-512 of a file, and over the signature with its
/// trusted comment. Source: https://jedisct1.github.io/minisign/, "Signature format"; minisign 0.11. The
/// arithmetic is OpenSSL's.

/// The key that checks.
struct MinisignPublicKey {
  std::array<std::uint8_t, 8> id{};
  std::array<std::uint8_t, 32> point{};
  /// One line of base64, as minisign -P takes it.
  std::string text() const;
  /// The two lines of a .pub file.
  std::string file() const;
};

/// The key that signs. Wiped when it goes.
class MinisignSecretKey {
 public:
  MinisignSecretKey() = default;
  ~MinisignSecretKey();
  MinisignSecretKey(const MinisignSecretKey&) = delete;
  MinisignSecretKey& operator=(const MinisignSecretKey&) = delete;
  MinisignSecretKey(MinisignSecretKey&& other) noexcept;
  MinisignSecretKey& operator=(MinisignSecretKey&& other) noexcept;
  const MinisignPublicKey& public_key() const { return public_; }

 private:
  friend Result<MinisignSecretKey> read_minisign_secret_key(std::string_view file);
  friend Result<std::string> minisign(const MinisignSecretKey& key, Bytes content,
                                      std::string_view trusted_comment);
  std::array<std::uint8_t, 32> seed_{};
  MinisignPublicKey public_;
};

/// Reads the line itself or a .pub file. Faults: malformed.
Result<MinisignPublicKey> read_minisign_public_key(std::string_view text);
/// Reads an unencrypted secret key (minisign -G -W), or 32 raw bytes as an Ed25519 seed, whose key id is then
/// the first eight bytes of the BLAKE2b of the public key. Faults: malformed; unsupported (encrypted with a
/// password).
Result<MinisignSecretKey> read_minisign_secret_key(std::string_view file);

/// The content of a .minisig file. The comment must not hold a line break. Faults: malformed, io (OpenSSL
/// refused).
Result<std::string> minisign(const MinisignSecretKey& key, Bytes content, std::string_view trusted_comment);
/// Checks a .minisig file and gives its trusted comment. Faults: malformed (no such file), unsupported
/// (another algorithm, or signed by another key), absent (the signature does not fit the content).
Result<std::string> check_minisign(const MinisignPublicKey& key, Bytes content, std::string_view signature);

}  // namespace bridle

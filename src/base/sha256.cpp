#include "base/sha256.h"

#include <openssl/evp.h>

#include <new>

namespace bridle {

struct Sha256::State {
  // Fetched once: looking the digest up by name costs more than hashing a small file.
  static const EVP_MD* algorithm() {
    static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return fetched;
  }
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  void start() {
    if (context == nullptr || EVP_DigestInit_ex2(context, algorithm(), nullptr) != 1) throw std::bad_alloc();
  }
  State() { start(); }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(Bytes bytes) {
  EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
}

Digest Sha256::finish() {
  Digest digest{};
  EVP_DigestFinal_ex(state_->context, digest.data(), nullptr);
  state_->start();
  return digest;
}

Digest sha256(Bytes bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.finish();
}

std::string md5_hex(std::string_view text) {
  std::array<std::uint8_t, 16> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr);
  return to_hex(Bytes{digest});
}

std::string sha1_hex(std::string_view text) {
  std::array<std::uint8_t, 20> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  return to_hex(Bytes{digest});
}

}  // namespace bridle

#include "evidence/key_unwrap.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace bridle {
namespace {

constexpr std::size_t half = 8;  // RFC 3394 works on halves of an AES block
constexpr std::size_t most = 64;

const EVP_CIPHER* aes_256_ecb() {
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-ECB", nullptr);
  return cipher;
}

}  // namespace

struct KeyUnwrapper::State {
  ~State() { EVP_CIPHER_CTX_free(context); }
  EVP_CIPHER_CTX* context = nullptr;
};

KeyUnwrapper::KeyUnwrapper(std::unique_ptr<State> state) : state_(std::move(state)) {}
KeyUnwrapper::KeyUnwrapper(KeyUnwrapper&&) noexcept = default;
KeyUnwrapper& KeyUnwrapper::operator=(KeyUnwrapper&&) noexcept = default;
KeyUnwrapper::~KeyUnwrapper() = default;

Result<KeyUnwrapper> KeyUnwrapper::make(Bytes key) {
  if (key.size() != 32) return fail(Fault::malformed, "wrapping key is not 32 bytes");
  auto state = std::make_unique<State>();
  state->context = EVP_CIPHER_CTX_new();
  if (state->context == nullptr || aes_256_ecb() == nullptr ||
      EVP_DecryptInit_ex2(state->context, aes_256_ecb(), key.data(), nullptr, nullptr) != 1)
    return fail(Fault::io, "OpenSSL has no AES-256-ECB");
  EVP_CIPHER_CTX_set_padding(state->context, 0);
  return KeyUnwrapper(std::move(state));
}

Result<> KeyUnwrapper::unwrap(Bytes wrapped, std::span<std::uint8_t> into) {
  std::size_t size = into.size();
  if (size % half != 0 || size < 2 * half || size > most || wrapped.size() != size + half) {
    wipe_memory(into);
    return fail(Fault::malformed, "wrapped key has a length that no wrapping gives");
  }
  std::array<std::uint8_t, 2 * half> joined;  // A ^ t in front, one R[i] behind
  std::ranges::copy(wrapped.first(half), joined.begin());
  std::ranges::copy(wrapped.subspan(half), into.begin());
  std::size_t count = size / half;
  bool done = true;
  for (std::size_t t = 6 * count; t > 0; --t) {
    std::uint8_t* piece = into.data() + (t - 1) % count * half;
    joined[half - 1] ^= static_cast<std::uint8_t>(t);  // t is at most 48: one byte of the eight
    std::copy_n(piece, half, joined.begin() + half);
    int length = 0;
    done &= EVP_DecryptUpdate(state_->context, joined.data(), &length, joined.data(), joined.size()) == 1;
    std::copy_n(joined.begin() + half, half, piece);
  }
  std::array<std::uint8_t, half> expected;
  expected.fill(0xa6);
  bool equal = CRYPTO_memcmp(joined.data(), expected.data(), half) == 0;
  wipe_memory(joined);
  if (done && equal) return {};
  wipe_memory(into);
  return fail(Fault::malformed, "check value of a wrapped key is wrong");
}

Result<Secret> KeyUnwrapper::unwrap(Bytes wrapped) {
  if (wrapped.size() < 3 * half || wrapped.size() > most + half)
    return fail(Fault::malformed, "wrapped key has a length that no wrapping gives");
  Secret key(wrapped.size() - half);
  TRY(unwrap(wrapped, key.writable()));
  return key;
}

}  // namespace bridle

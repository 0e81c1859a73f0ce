#include "testing/key_wrap.h"

#include <openssl/evp.h>

#include <array>

namespace bridle {
namespace {

std::vector<std::uint8_t> encrypt(const EVP_CIPHER* cipher, Bytes key, const std::uint8_t* iv, Bytes content,
                                  bool padding) {
  std::vector<std::uint8_t> out(content.size() + 32);
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  EVP_CIPHER_CTX_set_flags(context, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  int first = 0;
  int last = 0;
  bool done = EVP_EncryptInit_ex(context, cipher, nullptr, key.data(), iv) == 1;
  EVP_CIPHER_CTX_set_padding(context, padding ? 1 : 0);
  done =
      done &&
      EVP_EncryptUpdate(context, out.data(), &first, content.data(), static_cast<int>(content.size())) == 1 &&
      EVP_EncryptFinal_ex(context, out.data() + first, &last) == 1;
  EVP_CIPHER_CTX_free(context);
  out.resize(done ? static_cast<std::size_t>(first + last) : 0);
  return out;
}

}  // namespace

std::vector<std::uint8_t> wrap_key(Bytes wrapping_key, Bytes key) {
  return encrypt(EVP_aes_256_wrap(), wrapping_key, nullptr, key, false);
}

std::vector<std::uint8_t> encrypt_payload(Bytes key, Bytes content) {
  const std::array<std::uint8_t, 16> zero{};
  return encrypt(EVP_aes_256_cbc(), key, zero.data(), content, true);
}

std::vector<std::uint8_t> encrypt_blocks(Bytes key, Bytes content) {
  const std::array<std::uint8_t, 16> zero{};
  return encrypt(EVP_aes_256_cbc(), key, zero.data(), content, false);
}

}  // namespace bridle

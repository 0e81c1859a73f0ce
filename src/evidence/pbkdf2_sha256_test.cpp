#include "evidence/pbkdf2_sha256.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <string>

namespace bridle {
namespace {

std::string ours(std::string_view password, std::string_view salt, std::uint64_t iterations) {
  auto key = pbkdf2_sha256(as_bytes(password), as_bytes(salt), iterations);
  return key ? to_hex(key->bytes()) : key.error().message;
}

std::string openssl(const std::string& password, const std::string& salt, int iterations) {
  std::uint8_t key[32];
  EXPECT_EQ(PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()),
                              reinterpret_cast<const std::uint8_t*>(salt.data()),
                              static_cast<int>(salt.size()), iterations, EVP_sha256(), sizeof key, key),
            1);
  return to_hex(key);
}

// RFC 7914 section 11, first half of its 64 bytes.
TEST(Pbkdf2Sha256, gives_the_published_vectors) {
  EXPECT_EQ(ours("passwd", "salt", 1), "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
  EXPECT_EQ(ours("Password", "NaCl", 80000),
            "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56");
}

TEST(Pbkdf2Sha256, agrees_with_openssl_for_every_length_around_a_block) {
  for (std::size_t length : {0, 1, 4, 31, 32, 55, 56, 63, 64, 65, 127, 128, 200, 5000})
    for (std::size_t salt : {0, 1, 20, 51, 52, 64, 300})
      for (int iterations : {1, 2, 3, 100}) {
        std::string password(length, 'p'), salted(salt, '\xFE');
        for (std::size_t i = 0; i < length; ++i) password[i] = static_cast<char>(i * 37 + length);
        EXPECT_EQ(ours(password, salted, static_cast<std::uint64_t>(iterations)),
                  openssl(password, salted, iterations))
            << length << " " << salt << " " << iterations;
      }
}

}  // namespace
}  // namespace bridle

#include "evidence/key_unwrap.h"

#include <gtest/gtest.h>

#include <random>

#include "testing/key_wrap.h"

namespace bridle {
namespace {

std::vector<std::uint8_t> noise(std::mt19937& random, std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

TEST(KeyUnwrap, opens_the_example_of_the_rfc) {
  auto kek = from_hex("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F").value();
  auto wrapped =
      from_hex("28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21").value();
  auto key = KeyUnwrapper::make(as_bytes(kek)).value().unwrap(as_bytes(wrapped));
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(to_hex(key->bytes()), "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f");
}

TEST(KeyUnwrap, agrees_with_openssl_and_notices_every_change) {
  std::mt19937 random(11);
  for (int i = 0; i < 500; ++i) {
    auto kek = noise(random, 32);
    auto key = noise(random, 8 * (2 + random() % 7));
    auto wrapped = wrap_key(kek, key);
    ASSERT_EQ(wrapped.size(), key.size() + 8);
    KeyUnwrapper unwrapper = KeyUnwrapper::make(kek).value();
    std::vector<std::uint8_t> into(key.size());
    ASSERT_TRUE(unwrapper.unwrap(wrapped, into));
    EXPECT_EQ(into, key);
    wrapped[random() % wrapped.size()] ^= static_cast<std::uint8_t>(1u << random() % 8);
    auto tampered = unwrapper.unwrap(wrapped, into);
    ASSERT_FALSE(tampered);
    EXPECT_EQ(tampered.error().fault, Fault::malformed);
    EXPECT_EQ(into, std::vector<std::uint8_t>(key.size(), 0));
  }
}

TEST(KeyUnwrap, refuses_lengths_that_no_wrapping_gives) {
  std::vector<std::uint8_t> kek(32);
  KeyUnwrapper unwrapper = KeyUnwrapper::make(kek).value();
  for (std::size_t size : {0u, 8u, 16u, 23u, 25u, 80u, 4096u})
    EXPECT_EQ(unwrapper.unwrap(std::vector<std::uint8_t>(size)).error().fault, Fault::malformed) << size;
  EXPECT_EQ(KeyUnwrapper::make(std::vector<std::uint8_t>(16)).error().fault, Fault::malformed);
}

}  // namespace
}  // namespace bridle

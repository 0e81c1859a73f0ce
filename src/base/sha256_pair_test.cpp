#include "base/sha256_pair.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/sha256.h"

namespace bridle {
namespace {

// Bytes that differ from block to block and between messages.
std::vector<std::uint8_t> message(std::size_t size, std::uint32_t seed) {
  std::vector<std::uint8_t> bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>((seed = seed * 1664525 + 1013904223) >> 24);
  return bytes;
}

// The words after whole blocks, by OpenSSL's digest of a message whose padding is written out by hand.
std::vector<std::uint8_t> padded(std::vector<std::uint8_t> bytes) {
  std::uint64_t bits = bytes.size() * 8;
  bytes.push_back(0x80);
  while (bytes.size() % 64 != 56) bytes.push_back(0);
  for (int i = 7; i >= 0; --i) bytes.push_back(static_cast<std::uint8_t>(bits >> (8 * i)));
  return bytes;
}

std::string hex(const Sha256Words& words) {
  Digest digest;
  for (std::size_t i = 0; i < digest.size(); ++i)
    digest[i] = static_cast<std::uint8_t>(words[i / 4] >> (24 - 8 * (i % 4)));
  return to_hex(digest);
}

TEST(Sha256Pair, OneMessageAsOpenssl) {
  if (!has_sha256_pair()) GTEST_SKIP() << "this processor has no SHA instructions";
  for (std::size_t size : {0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000, 4096}) {
    auto plain = message(size, 7);
    auto blocks = padded(plain);
    Sha256Words words = sha256_start;
    sha256_blocks(words, blocks.data(), blocks.size() / 64);
    EXPECT_EQ(hex(words), to_hex(sha256(Bytes{plain}))) << size;
  }
}

TEST(Sha256Pair, TwoMessagesDoNotTouchEachOther) {
  if (!has_sha256_pair()) GTEST_SKIP() << "this processor has no SHA instructions";
  for (std::size_t size : {0, 64, 1000, 5000}) {
    auto a = message(size, 1), b = message(size, 2);
    auto first = padded(a), second = padded(b);
    Sha256Words one = sha256_start, two = sha256_start;
    // In two calls: the words go on where they stood.
    sha256_blocks_pair(one, first.data(), two, second.data(), 1);
    sha256_blocks_pair(one, first.data() + 64, two, second.data() + 64, first.size() / 64 - 1);
    EXPECT_EQ(hex(one), to_hex(sha256(Bytes{a}))) << size;
    EXPECT_EQ(hex(two), to_hex(sha256(Bytes{b}))) << size;
  }
}

}  // namespace
}  // namespace bridle

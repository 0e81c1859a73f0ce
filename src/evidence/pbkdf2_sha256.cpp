#include "evidence/pbkdf2_sha256.h"

// The bare compression function is deprecated in OpenSSL 3 and has no successor there: EVP goes through an
// allocation, a fetch and two copies of a context for each round.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <bit>
#include <climits>
#include <cstring>
#include <new>
#include <type_traits>
#include <vector>

namespace bridle {
namespace {

constexpr std::size_t block_size = SHA256_CBLOCK, digest_size = SHA256_DIGEST_LENGTH;
constexpr int words = digest_size / 4;

// All that depends on the password, in one piece, so that it lies in locked memory and is wiped with it.
struct Rounds {
  SHA256_CTX inner, outer, running;
  std::array<std::uint8_t, block_size> block;
  std::array<std::uint32_t, words> sum;

  // Puts the state's words into the block as the big-endian bytes of a digest.
  void digest_to_block() {
    for (std::size_t i = 0; i < words; ++i) {
      std::uint32_t word =
          std::endian::native == std::endian::little ? __builtin_bswap32(running.h[i]) : running.h[i];
      std::memcpy(block.data() + 4 * i, &word, 4);
    }
  }
  void compress(const SHA256_CTX& from) {
    std::memcpy(running.h, from.h, sizeof running.h);
    SHA256_Transform(&running, block.data());
    digest_to_block();
  }
  void add_to_sum() {
    for (std::size_t i = 0; i < words; ++i) {
      std::uint32_t word;
      std::memcpy(&word, block.data() + 4 * i, 4);
      sum[i] ^= word;
    }
  }
};
static_assert(std::is_trivially_destructible_v<Rounds>);

// The states of HMAC after its key block: they are the same in every round.
void set_key(Rounds& rounds, Bytes password) {
  auto& block = rounds.block;
  block.fill(0);
  if (password.size() > block_size)
    SHA256(password.data(), password.size(), block.data());
  else
    std::ranges::copy(password, block.begin());
  for (auto& byte : block) byte ^= 0x36;
  SHA256_Init(&rounds.inner);
  SHA256_Transform(&rounds.inner, block.data());
  for (auto& byte : block) byte ^= 0x36 ^ 0x5c;
  SHA256_Init(&rounds.outer);
  SHA256_Transform(&rounds.outer, block.data());
  SHA256_Init(&rounds.running);
}

// The first round takes the salt and the number of the block, 1, and is left to OpenSSL.
bool first_round(Rounds& rounds, Bytes password, Bytes salt) {
  std::vector<std::uint8_t> message(salt.begin(), salt.end());
  message.insert(message.end(), {0, 0, 0, 1});
  static constexpr std::uint8_t nothing = 0;
  return HMAC(EVP_sha256(), password.empty() ? &nothing : password.data(), static_cast<int>(password.size()),
              message.data(), message.size(), rounds.block.data(), nullptr) != nullptr;
}

}  // namespace

Result<Secret> pbkdf2_sha256(Bytes password, Bytes salt, std::uint64_t iterations) {
  if (password.size() > INT_MAX || salt.size() > INT_MAX - 4)
    return fail(Fault::limit, "password or salt is too long");
  Secret room(sizeof(Rounds));
  Rounds& rounds = *new (room.writable().data()) Rounds{};
  set_key(rounds, password);
  if (!first_round(rounds, password, salt)) return fail(Fault::io, "HMAC of OpenSSL refused");
  rounds.add_to_sum();
  // From here on every message is one digest: its padding stands, 64 + 32 bytes being 768 bits.
  std::ranges::fill(rounds.block.begin() + digest_size, rounds.block.end(), std::uint8_t{0});
  rounds.block[digest_size] = 0x80;
  rounds.block[block_size - 2] = 0x03;
  for (std::uint64_t i = 1; i < iterations; ++i) {
    rounds.compress(rounds.inner);
    rounds.compress(rounds.outer);
    rounds.add_to_sum();
  }
  Secret key(digest_size);
  std::memcpy(key.writable().data(), rounds.sum.data(), digest_size);
  return key;
}

}  // namespace bridle

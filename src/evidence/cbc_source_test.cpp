#include "evidence/cbc_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "testing/key_wrap.h"
#include "testing/sqlite_builder.h"

namespace bridle {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<std::uint8_t> key(32, 0x5a);

std::vector<std::uint8_t> noise(std::size_t size) {
  std::mt19937 random(7);
  std::vector<std::uint8_t> bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

DecryptedSource opened(std::vector<std::uint8_t> ciphertext,
                       std::optional<std::uint64_t> recorded = std::nullopt) {
  auto source = decrypt_source(memory_source(std::move(ciphertext)), Secret(Bytes(key)), recorded);
  EXPECT_TRUE(source) << source.error().message;
  return std::move(*source);
}

TEST(CbcSource, gives_any_piece_of_the_content) {
  auto content = noise(1'000'003);
  auto source = opened(encrypt_payload(key, content), content.size());
  EXPECT_THAT(source.facts.notes, IsEmpty());
  ASSERT_EQ(source.content->size(), content.size());
  EXPECT_EQ(read_all(*source.content, 2'000'000).value(), content);
  std::mt19937 random(3);
  for (int i = 0; i < 2000; ++i) {
    std::size_t offset = random() % content.size();
    std::vector<std::uint8_t> piece(std::min<std::size_t>(random() % 9000, content.size() - offset));
    ASSERT_TRUE(source.content->read(offset, piece));
    ASSERT_TRUE(std::ranges::equal(piece, slice(content, offset, piece.size()))) << offset;
  }
}

TEST(CbcSource, the_padding_tells_the_length) {
  for (std::size_t size : {0u, 1u, 15u, 16u, 17u, 31u, 32u}) {
    auto content = noise(size);
    auto source = opened(encrypt_payload(key, content));
    EXPECT_EQ(read_all(*source.content, 100).value(), content);
    EXPECT_THAT(source.facts.notes, IsEmpty());
  }
}

TEST(CbcSource, nothing_is_cut_because_a_record_is_older) {
  auto source = opened(encrypt_payload(key, noise(100)), 60);
  EXPECT_EQ(source.content->size(), 100u);
  EXPECT_FALSE(source.facts.cut_off);
  EXPECT_THAT(source.facts.notes, ElementsAre("recorded size 60, content 100: nothing is cut"));
}

TEST(CbcSource, says_when_content_is_missing) {
  auto source = opened(encrypt_payload(key, noise(100)), 160);
  EXPECT_TRUE(source.facts.cut_off);
  EXPECT_THAT(source.facts.notes, ElementsAre("cut off: recorded size 160, content 100"));
}

TEST(CbcSource, keeps_whole_blocks_of_a_cut_payload) {
  auto ciphertext = encrypt_payload(key, noise(100));
  ciphertext.resize(70);
  auto source = opened(ciphertext);
  EXPECT_EQ(source.content->size(), 64u);
  EXPECT_TRUE(source.facts.cut_off);
  EXPECT_EQ(read_all(*source.content, 100).value(), std::vector<std::uint8_t>(noise(64)));
  EXPECT_THAT(source.facts.notes, ElementsAre(HasSubstr("the last 6 cannot be decrypted")));
}

TEST(CbcSource, keeps_everything_when_there_is_no_padding) {
  std::vector<std::uint8_t> content(48, 0xee);
  auto source = opened(encrypt_blocks(key, content), 48);
  EXPECT_EQ(read_all(*source.content, 100).value(), content);
  EXPECT_THAT(source.facts.notes, ElementsAre(HasSubstr("no PKCS#7 padding")));
}

TEST(CbcSource, an_empty_payload_is_empty_content) {
  auto source = opened({}, 0);
  EXPECT_EQ(source.content->size(), 0u);
  EXPECT_THAT(source.facts.notes, IsEmpty());
  EXPECT_TRUE(opened({}, 5).facts.cut_off);
  EXPECT_EQ(opened({1, 2, 3}).content->size(), 0u);
}

TEST(CbcSource, tells_what_a_database_says_of_its_own_length) {
  auto bytes = SqliteBuilder().run("CREATE TABLE t(a)").build().value();
  auto whole = opened(encrypt_payload(key, bytes.main));
  EXPECT_THAT(whole.facts.notes, IsEmpty());
  bytes.main.resize(5000);
  auto cut = opened(encrypt_payload(key, bytes.main));
  EXPECT_THAT(cut.facts.notes, ElementsAre("SQLite header says 8192 bytes, content 5000"));
}

TEST(CbcSource, refuses_a_key_of_another_length) {
  auto source = decrypt_source(memory_source({}), Secret(16), std::nullopt);
  EXPECT_EQ(source.error().fault, Fault::malformed);
}

}  // namespace
}  // namespace bridle

#include "formats/keybag.h"

#include <gtest/gtest.h>

#include "formats/plist.h"
#include "testing/corpus.h"
#include "testing/keybag_builder.h"
#include "testing/mbfile_builder.h"

namespace bridle::testing {
namespace {

using namespace std::string_literals;

TEST(Keybag, reads_header_and_classes) {
  std::string bytes = write_keybag(
      {.classes = {
           {.id = 1}, {.id = 2, .key_type = 1, .public_key = std::string(32, 'p')}, {.id = 16, .wrap = 3}}});
  auto bag = read_keybag(as_bytes(bytes));
  ASSERT_TRUE(bag) << bag.error().message;
  EXPECT_EQ(bag->version, 5u);
  EXPECT_EQ(bag->type, 1u);
  EXPECT_EQ(as_text(bag->salt), std::string(20, 's'));
  EXPECT_EQ(bag->iterations, 10'000u);
  EXPECT_EQ(bag->double_protection_iterations, 10'000'000u);
  EXPECT_EQ(as_text(bag->double_protection_salt), std::string(20, 'd'));
  EXPECT_EQ(bag->hmac_key.size(), 40u);
  ASSERT_EQ(bag->classes.size(), 3u);
  EXPECT_EQ(bag->find(2)->public_key.size(), 32u);
  EXPECT_EQ(bag->find(16)->wrap, 3u);
  EXPECT_EQ(bag->find(9), nullptr);
  EXPECT_TRUE(bag->unknown.empty());
}

TEST(Keybag, keeps_unknown_tags) {
  auto bytes =
      write_keybag({.double_protection_iterations = {}, .classes = {{.id = 1}}, .extra = {{"WHAT", "x"}}});
  auto bag = read_keybag(as_bytes(bytes));
  ASSERT_TRUE(bag);
  ASSERT_EQ(bag->unknown.size(), 1u);
  EXPECT_EQ(bag->unknown[0].tag, "WHAT");
  EXPECT_EQ(bag->double_protection_iterations, std::nullopt);
}

TEST(Keybag, refuses_broken_bags) {
  std::string bytes = write_keybag({.classes = {{.id = 1}}});
  EXPECT_EQ(read_keybag(as_bytes(bytes.substr(0, bytes.size() - 1))).error().fault, Fault::truncated);
  EXPECT_EQ(read_keybag({}).error().fault, Fault::malformed);
  EXPECT_EQ(read_keybag(as_bytes(write_keybag({}))).error().fault, Fault::malformed);
  EXPECT_EQ(read_keybag(as_bytes(keybag_tag("VERS", "\0\0\5"s))).error().fault, Fault::malformed);
  EXPECT_EQ(read_keybag(as_bytes("VERS\xFF\xFF\xFF\xFF"s)).error().fault, Fault::truncated);
  KeybagTemplate many;
  for (std::uint32_t i = 0; i < 257; ++i) many.classes.push_back({.id = i});
  std::string too_many = write_keybag(many);
  EXPECT_EQ(read_keybag(as_bytes(too_many)).error().fault, Fault::limit);
}

TEST(Keybag, takes_a_stored_key_apart) {
  std::string stored = stored_key(3, std::string(40, 'w'));
  WrappedKey key = read_wrapped_key(as_bytes(stored));
  EXPECT_EQ(key.protection_class, 3u);
  EXPECT_EQ(key.wrapped.size(), 40u);
  EXPECT_TRUE(read_wrapped_key(as_bytes("short")).wrapped.empty());
}

TEST(Keybag, reads_the_bags_of_an_independent_author) {
  CORPUS_OR_SKIP(folder, "ios-pyiosbackup-enc");
  for (const char* generation : {"mbdb", "sqlite"}) {
    std::string bytes = content_of(folder / generation / "Manifest.plist");
    auto manifest = Plist::parse(as_bytes(bytes));
    ASSERT_TRUE(manifest);
    auto stored = manifest->root()["BackupKeyBag"].data();
    ASSERT_TRUE(stored);
    auto bag = read_keybag(*stored);
    ASSERT_TRUE(bag) << bag.error().message;
    EXPECT_EQ(bag->type, 1u);
    EXPECT_EQ(bag->iterations, 10'000u);
    EXPECT_GE(bag->classes.size(), 10u);
    EXPECT_EQ(bag->find(4)->wrapped_key.size(), 40u);
  }
}

}  // namespace
}  // namespace bridle::testing

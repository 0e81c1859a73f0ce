#include "packs/minisign.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace bridle {
namespace {

namespace fs = std::filesystem;

/// Published with minisign-verify, a reader by minisign's author: signed content is "test".
constexpr std::string_view published_key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
constexpr std::string_view published_signature =
    "untrusted comment: signature from minisign secret key\n"
    "RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=\n"
    "trusted comment: timestamp:1633700835\tfile:test\tprehashed\n"
    "wLMDjy9FLAuxZ3q4NlEvkgtyhrr0gtTu6KC4KBJdITbbOeAi1zBIYo0v4iTgt8jJpIidRJnp94ABQkJAgAooBQ==\n";

MinisignSecretKey test_key() {
  auto key = read_minisign_secret_key(std::string(32, '\x07'));
  EXPECT_TRUE(key);
  return std::move(*key);
}

std::string error_of(std::string_view content, std::string_view signature, const MinisignPublicKey& key) {
  auto checked = check_minisign(key, as_bytes(content), signature);
  return checked ? "" : checked.error().message;
}

TEST(Minisign, accepts_a_published_signature_and_nothing_else) {
  auto key = read_minisign_public_key(published_key);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->text(), published_key);
  auto comment = check_minisign(*key, as_bytes("test"), published_signature);
  ASSERT_TRUE(comment) << comment.error().message;
  EXPECT_EQ(*comment, "timestamp:1633700835\tfile:test\tprehashed");
  EXPECT_NE(error_of("Test", published_signature, *key).find("does not fit"), std::string::npos);
  std::string other(published_signature);
  other.replace(other.find("file:test"), 9, "file:tess");
  EXPECT_EQ(error_of("test", other, *key), "the trusted comment was changed");
  EXPECT_EQ(error_of("test", published_signature, test_key().public_key()), "signed by another key");
  for (std::size_t size = 0; size + 3 < published_signature.size(); size += 7)
    EXPECT_NE(error_of("test", published_signature.substr(0, size), *key), "");
}

TEST(Minisign, signs_what_it_accepts_and_always_alike) {
  auto key = test_key();
  // Ed25519 is deterministic (RFC 8032): one key and one content, one signature.
  auto signature = minisign(key, as_bytes("content"), "made of zeros");
  ASSERT_TRUE(signature);
  EXPECT_EQ(*signature, minisign(key, as_bytes("content"), "made of zeros").value());
  EXPECT_EQ(check_minisign(key.public_key(), as_bytes("content"), *signature).value(), "made of zeros");
  EXPECT_FALSE(minisign(key, as_bytes("content"), "two\nlines"));
  EXPECT_EQ(read_minisign_public_key(key.public_key().file()).value().text(), key.public_key().text());
}

/// A secret key file without a password, as minisign -G -W writes it.
std::string key_file(const MinisignSecretKey& key, char kdf = '\0') {
  std::string raw = "Ed";
  raw += kdf;
  raw += kdf;
  raw += "B2" + std::string(48, '\0');
  raw.append(reinterpret_cast<const char*>(key.public_key().id.data()), 8);
  raw += std::string(32, '\x07');
  raw.append(reinterpret_cast<const char*>(key.public_key().point.data()), 32);
  raw += std::string(32, 'c');
  return "untrusted comment: minisign secret key\n" + to_base64(as_bytes(raw)) + "\n";
}

TEST(Minisign, reads_secret_keys_without_a_password) {
  auto key = test_key();
  auto file = key_file(key);
  auto read = read_minisign_secret_key(file);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->public_key().text(), key.public_key().text());
  auto locked = read_minisign_secret_key(key_file(key, 'S'));
  ASSERT_FALSE(locked);
  EXPECT_EQ(locked.error().fault, Fault::unsupported);
  file[140] = file[140] == 'A' ? 'B' : 'A';  // inside the seed or its other half
  EXPECT_FALSE(read_minisign_secret_key(file));
  EXPECT_FALSE(read_minisign_secret_key(""));
  EXPECT_FALSE(read_minisign_secret_key("untrusted comment: x\n!!!!\n"));
}

TEST(Minisign, agrees_with_the_program) {
  if (std::system("command -v minisign > /dev/null 2>&1") != 0) GTEST_SKIP() << "minisign is not installed";
  auto folder = fs::temp_directory_path() / ("bridle-minisign-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  auto at = [&](const char* name) { return (folder / name).string(); };
  auto run = [](const std::string& command) { return std::system((command + " > /dev/null 2>&1").c_str()); };
  auto read = [](const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream out;
    out << in.rdbuf();
    return out.str();
  };
  std::ofstream(at("pack")) << "content";
  ASSERT_EQ(run("minisign -G -W -p " + at("pub") + " -s " + at("sec")), 0);
  auto key = read_minisign_secret_key(read(at("sec")));
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(key->public_key().file(), read(at("pub")));
  std::ofstream(at("pack.minisig")) << minisign(*key, as_bytes("content"), "ours").value();
  EXPECT_EQ(run("minisign -V -p " + at("pub") + " -m " + at("pack")), 0);
  ASSERT_EQ(run("minisign -S -s " + at("sec") + " -m " + at("pack") + " -t theirs"), 0);
  EXPECT_EQ(check_minisign(key->public_key(), as_bytes("content"), read(at("pack.minisig"))).value(),
            "theirs");
  fs::remove_all(folder);
}

}  // namespace
}  // namespace bridle

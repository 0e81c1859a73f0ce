#include "formats/android_backup_header.h"

#include <gtest/gtest.h>

namespace bridle {
namespace {

Result<AndroidBackupHeader> parse(const std::string& text) {
  return parse_android_backup_header(as_bytes(text));
}
const std::string salt(128, 'a'), iv(32, '0'), blob(64, 'F');

TEST(AndroidBackupHeader, of_a_plain_backup) {
  auto header = parse("ANDROID BACKUP\n3\n1\nnone\npayload");
  ASSERT_TRUE(header) << header.error().message;
  EXPECT_EQ(header->version, 3);
  EXPECT_TRUE(header->compressed);
  EXPECT_FALSE(header->encrypted);
  EXPECT_EQ(header->size, 24u);
}

TEST(AndroidBackupHeader, of_an_encrypted_one) {
  auto header = parse("ANDROID BACKUP\n5\n0\nAES-256\n" + salt + "\n" + salt + "\n10000\n" + iv + "\n" +
                      blob + "\npayload");
  ASSERT_TRUE(header) << header.error().message;
  EXPECT_TRUE(header->encrypted);
  EXPECT_EQ(header->rounds, 10'000u);
  EXPECT_EQ(header->user_salt, std::string(64, '\xaa'));
  EXPECT_EQ(header->user_iv, std::string(16, '\0'));
  EXPECT_EQ(header->master_key_blob.size(), 32u);
}

TEST(AndroidBackupHeader, is_refused_with_its_reason) {
  EXPECT_EQ(parse("android backup\n1\n").error().fault, Fault::malformed);
  EXPECT_EQ(parse("ANDROID BACKUP\n1\n").error().fault, Fault::truncated);
  EXPECT_EQ(parse("ANDROID BACKUP\nx\n1\nnone\n").error().fault, Fault::malformed);
  EXPECT_EQ(parse("ANDROID BACKUP\n6\n1\nnone\n").error().fault, Fault::unsupported);
  EXPECT_EQ(parse("ANDROID BACKUP\n0\n1\nnone\n").error().fault, Fault::unsupported);
  EXPECT_EQ(parse("ANDROID BACKUP\n1\n2\nnone\n").error().fault, Fault::unsupported);
  EXPECT_EQ(parse("ANDROID BACKUP\n1\n1\nDES\n").error().fault, Fault::unsupported);
  auto encrypted = [&](const std::string& s, const std::string& rounds, const std::string& key) {
    return parse("ANDROID BACKUP\n1\n1\nAES-256\n" + s + "\n" + salt + "\n" + rounds + "\n" + iv + "\n" +
                 key + "\n");
  };
  EXPECT_TRUE(encrypted(salt, "1", blob));
  EXPECT_EQ(encrypted(salt + "0", "1", blob).error().fault, Fault::malformed);
  EXPECT_EQ(encrypted(salt + "00", "1", blob).error().fault, Fault::malformed);
  EXPECT_EQ(encrypted(salt, "0", blob).error().fault, Fault::limit);
  EXPECT_EQ(encrypted(salt, "100000001", blob).error().fault, Fault::limit);
  EXPECT_EQ(encrypted(salt, "-1", blob).error().fault, Fault::malformed);
  EXPECT_EQ(encrypted(salt, "1", "FF").error().fault, Fault::malformed);
  EXPECT_EQ(encrypted(salt, "1", "").error().fault, Fault::malformed);
  EXPECT_EQ(parse("ANDROID BACKUP\n" + std::string(5000, '1')).error().fault, Fault::malformed);
}

}  // namespace
}  // namespace bridle

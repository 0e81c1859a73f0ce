#include "formats/apk_signing_block.h"

#include <gtest/gtest.h>

#include "testing/apk_builder.h"

namespace bridle {
namespace {

using testing::ApkBuilder;

// What stands before the directory of a package without members.
std::string block_of(const ApkBuilder& built) {
  std::string apk = built.write();
  return apk.substr(0, apk.size() - 22);
}

std::string said(const ApkSigningBlock& block) {
  std::string text;
  for (const ApkCertificate& each : block.certificates)
    text +=
        std::string(each.scheme) + " " + std::string(each.role) + " " + std::string(as_text(each.der)) + "\n";
  for (std::string_view trouble : block.troubles) text += std::string(trouble) + "\n";
  return text;
}

TEST(ApkSigningBlock, reads_signers_of_every_scheme_and_former_keys) {
  std::string block = block_of(ApkBuilder()
                                   .signer(testing::scheme_v2, "one")
                                   .block(0x42726577, std::string(100, '\0'))
                                   .block(0x12345678, "of nobody")
                                   .signer(testing::scheme_v3, "two", {"old", "two"}));
  EXPECT_EQ(signing_block_size(as_bytes(block).last(signing_block_footer_size)), block.size());
  auto read = read_signing_block(as_bytes(block));
  EXPECT_EQ(said(read), "v2 signer one\nv3 signer two\nv3 lineage old\n");
  EXPECT_EQ(read.unknown_blocks, 1U);
}

TEST(ApkSigningBlock, keeps_what_stands_before_damage) {
  std::string block =
      block_of(ApkBuilder().signer(testing::scheme_v2, "one").signer(testing::scheme_v3, "two"));
  std::string damaged = block;
  damaged[damaged.find("two") - 4] = '\xFF';  // the certificate's length
  EXPECT_EQ(said(read_signing_block(as_bytes(damaged))),
            "v2 signer one\na list of certificates is cut off\n");
  EXPECT_EQ(said(read_signing_block(as_bytes(block).first(10))), "the signing block is cut off\n");
  damaged = block;
  damaged[8] = '\xFF';  // the first pair's length
  damaged[15] = '\x7F';
  EXPECT_EQ(said(read_signing_block(as_bytes(damaged))), "the signing block is damaged\n");
}

TEST(ApkSigningBlock, is_told_by_its_magic) {
  EXPECT_FALSE(signing_block_size(as_bytes("")));
  EXPECT_FALSE(signing_block_size(as_bytes("12345678APK Sig Block 41")));
  EXPECT_FALSE(
      signing_block_size(as_bytes("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
                                  "APK Sig Block 42")));
}

}  // namespace
}  // namespace bridle

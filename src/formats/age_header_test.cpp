#include "formats/age_header.h"

#include <gtest/gtest.h>

namespace bridle {
namespace {

// Written by age 1.1.1 for the identity below.
constexpr std::string_view written =
    "age-encryption.org/v1\n"
    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
    "--- Vn+54jqiiUCE+WZcEVY3f1sqHjlu/z1LCQ/T7Xm7qI0\n"
    "payload";

TEST(AgeHeader, is_read) {
  auto header = parse_age_header(as_bytes(written));
  ASSERT_TRUE(header) << header.error().message;
  ASSERT_EQ(header->stanzas.size(), 1u);
  EXPECT_EQ(header->stanzas[0].type, "X25519");
  ASSERT_EQ(header->stanzas[0].arguments.size(), 1u);
  EXPECT_EQ(header->stanzas[0].body.size(), 32u);
  EXPECT_EQ(written.substr(header->authenticated - 3, 4), "--- ");
  EXPECT_EQ(written.substr(header->size), "payload");
}

TEST(AgeHeader, has_bodies_of_whole_lines) {
  std::string full(64, 'A');
  auto header = parse_age_header(
      as_bytes("age-encryption.org/v1\n-> x\n" + full + "\n\n--- " + std::string(43, 'A') + "\n"));
  ASSERT_TRUE(header) << header.error().message;
  EXPECT_EQ(header->stanzas[0].body, std::string(48, '\0'));
}

TEST(AgeHeader, is_refused_with_its_reason) {
  auto fault = [](const std::string& text) { return parse_age_header(as_bytes(text)).error().fault; };
  std::string head = "age-encryption.org/v1\n", mac = "--- " + std::string(43, 'A') + "\n";
  EXPECT_EQ(fault("age-encryption.org/v2\n"), Fault::unsupported);
  EXPECT_EQ(fault("-----BEGIN AGE ENCRYPTED FILE-----\n"), Fault::unsupported);
  EXPECT_EQ(fault(head), Fault::truncated);
  EXPECT_EQ(fault(head + mac), Fault::malformed);
  EXPECT_EQ(fault(head + "-> a\nAAA=\n" + mac), Fault::malformed);
  EXPECT_EQ(fault(head + "-> a\nAAB\n" + mac), Fault::malformed);
  EXPECT_EQ(fault(head + "->  a\n\n" + mac), Fault::malformed);
  EXPECT_EQ(fault(head + "-> a\n" + std::string(68, 'A') + "\n" + mac), Fault::malformed);
  EXPECT_EQ(fault(head + "-> a\n\n--- AAAA\n"), Fault::malformed);
  EXPECT_EQ(fault(head + "?\n"), Fault::malformed);
  EXPECT_EQ(fault(head + std::string(age_header_limit, 'x')), Fault::limit);
  std::string many = head;
  for (std::size_t i = 0; i <= age_stanza_limit; ++i) many += "-> a\n\n";
  EXPECT_EQ(fault(many + mac), Fault::limit);
}

TEST(AgeIdentity, is_read_and_checked) {
  // A vector of the age project's own test suite: 32 zero-like bytes are not allowed, so a real key.
  constexpr std::string_view key =
      "AGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRWSVLUL66MV4QX3S7F6";
  EXPECT_TRUE(parse_age_identity(key));
  for (std::size_t i = 0; i < key.size(); ++i) {
    std::string changed(key);
    changed[i] = changed[i] == 'Q' ? 'P' : 'Q';
    EXPECT_FALSE(parse_age_identity(changed)) << i;
  }
  EXPECT_FALSE(parse_age_identity(""));
  EXPECT_FALSE(parse_age_identity(key.substr(1)));
}

}  // namespace
}  // namespace bridle

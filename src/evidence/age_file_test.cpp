#include <fmt/format.h>
#include <gtest/gtest.h>

#include "evidence/unwrap.h"
#include "testing/age_builder.h"

namespace bridle {
namespace {

using testing::age_test_identity;
using testing::write_age;

struct Opened {
  std::string content;
  Result<Unwrapped> result;
};

Opened open(std::string_view file, std::string_view passphrase, std::string_view identities) {
  std::string content;
  auto source = view_source(as_bytes(file));
  auto result = open_age_file(*source, as_bytes(passphrase), as_bytes(identities), 1 << 30,
                              [&](Bytes bytes) -> Result<> {
                                content += as_text(bytes);
                                return {};
                              });
  return {std::move(content), std::move(result)};
}

std::string outcome(const Opened& opened) {
  return opened.result ? std::string(name(opened.result->outcome)) + opened.result->problem
                       : opened.result.error().message;
}

std::string of_size(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += static_cast<char>(i * 7 + i / 251);
  return text;
}

TEST(AgeFile, opens_at_every_length) {
  for (std::size_t size : {0u, 1u, 65535u, 65536u, 65537u, 131072u, 200000u}) {
    auto opened = open(write_age(of_size(size), {}), "", age_test_identity);
    EXPECT_EQ(outcome(opened), "opened") << size;
    EXPECT_TRUE(opened.content == of_size(size)) << size;
  }
}

TEST(AgeFile, opens_with_a_passphrase) {
  auto file = write_age("content", {.passphrase = "twelve words"});
  EXPECT_EQ(outcome(open(file, "twelve words", "")), "opened");
  EXPECT_EQ(open(file, "twelve words", "").content, "content");
  EXPECT_EQ(outcome(open(file, "others", "")), "wrong_password");
  EXPECT_EQ(outcome(open(file, "", age_test_identity)), "no_password");
}

TEST(AgeFile, takes_a_file_of_identities) {
  std::string other = "AGE-SECRET-KEY-1MJXRAG6V4CJD2DQL689W9EL29C2REJ0XA2MA0JYN4JG53WCQRH7QCCZFSG";
  auto file = write_age("content", {});
  EXPECT_EQ(outcome(open(file, "", "# mine\r\n\n" + other + "\r\n " + std::string(age_test_identity) + "\n")),
            "opened");
  EXPECT_EQ(outcome(open(file, "", other)), "wrong_identity");
  EXPECT_EQ(outcome(open(file, "pw", "# none\n")), "no_identity");
  EXPECT_EQ(outcome(open(file, "", "AGE-PLUGIN-1")), "an identity is no age secret key (AGE-SECRET-KEY-1…)");
}

TEST(AgeFile, says_what_is_wrong_and_keeps_what_came_before) {
  std::string content = of_size(200'000);
  auto file = write_age(content, {});
  auto at_chunk = file.size() - (200'000 - 3 * 65536) - 16;
  for (std::size_t size : {at_chunk, at_chunk + 5, at_chunk + 100}) {
    auto opened = open(file.substr(0, size), "", age_test_identity);
    EXPECT_NE(outcome(opened).find("cut off"), std::string::npos) << outcome(opened);
    EXPECT_EQ(opened.content.size(), 3u * 65536);
  }
  auto changed = file;
  changed[at_chunk - 70'000] ^= 1;
  EXPECT_NE(outcome(open(changed, "", age_test_identity)).find("was changed"), std::string::npos);
  changed = file;
  auto mac = changed.find("--- ") + 10;
  changed[mac] = changed[mac] == 'A' ? 'B' : 'A';
  EXPECT_EQ(outcome(open(changed, "", age_test_identity)),
            "the age header was changed: its seal does not fit");
  EXPECT_EQ(outcome(open(file.substr(0, file.find("--- ") + 10), "", age_test_identity)),
            "the age header is cut off");
  auto work = write_age("x", {.passphrase = "pw", .work_factor = 10});
  work.replace(work.find(" 10\n"), 3, " 21");
  EXPECT_EQ(outcome(open(work, "pw", "")), "its scrypt work factor is 21: up to 20 is computed");
}

}  // namespace
}  // namespace bridle

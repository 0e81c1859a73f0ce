#include "formats/adb_keys.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "testing/abx_builder.h"

namespace bridle {
namespace {

std::string shown(std::string_view store, std::optional<std::int64_t> latest = {}) {
  auto keys = read_adb_key_store(store, latest);
  if (!keys) return keys.error().message;
  std::string text;
  for (const AdbKey& key : *keys)
    text += fmt::format("{} {} {} {}\n", key.user, key.fingerprint.substr(0, 5),
                        key.last_connected_ms.value_or(-1), key.no_later_than_ms.value_or(-1));
  return text;
}

std::string store(std::int64_t first, std::int64_t second) {
  testing::AbxBuilder builder;
  builder.start("keyStore");
  for (std::int64_t moment : {first, second})
    builder.start("adbKey")
        .attribute("key", "QAAAAAcg a@b")
        .attribute("lastConnection", moment)
        .end("adbKey");
  return builder.end("keyStore").write();
}

TEST(AdbKey, has_a_fingerprint_when_it_is_base64) {
  EXPECT_EQ(parse_adb_key(" QAAAAAcg user@laptop ")->user, "user@laptop");
  EXPECT_EQ(parse_adb_key("QAAAAAcg")->fingerprint.size(), 47u);
  EXPECT_EQ(parse_adb_key("not! base64")->fingerprint, "");
  EXPECT_FALSE(parse_adb_key("  "));
}

TEST(AdbKeyStore, is_read_as_xml_with_or_without_a_root) {
  EXPECT_EQ(shown("<?xml version='1.0' ?>\n<keyStore version=\"1\"><adbKey key=\"QAAAAAcg a@b\" "
                  "lastConnection=\"5\"/></keyStore>"),
            "a@b D5:F8 5 -1\n");
  EXPECT_EQ(shown("<adbKey key=\"QAAAAAcg a@b\"/><adbKey key=\"QAAAAAcg c@d\" lastConnection=\"x\"/>"),
            "a@b D5:F8 -1 -1\nc@d D5:F8 -1 -1\n");
  EXPECT_EQ(shown("<<<"), "key store is no XML");
}

TEST(AdbKeyStore, is_read_as_binary_xml) {
  EXPECT_EQ(shown(store(1, 2)), "a@b D5:F8 1 -1\na@b D5:F8 2 -1\n");
}

// 0x018E6078595D is 2024-03-21 10:04:43.741 UTC: its byte 0x8E is lost. 0x010203040506 loses none.
TEST(AdbKeyStore, gives_the_latest_moment_that_damage_leaves_possible) {
  std::string damaged = to_utf8_lossy(store(0x018E6078595D, 0x010203040506));
  EXPECT_EQ(shown(damaged, 1'711'020'000'000), "a@b D5:F8 -1 1711015483741\na@b D5:F8 1108152157446 -1\n");
  EXPECT_EQ(shown(damaged, 1'711'015'000'000), "a@b D5:F8 -1 1706720516445\na@b D5:F8 1108152157446 -1\n");
}

TEST(AdbKeyStore, survives_any_cut) {
  std::string whole = to_utf8_lossy(store(0x018E6078595D, 2));
  for (std::size_t i = 0; i < whole.size(); ++i) (void)shown(std::string_view(whole).substr(0, i));
}

}  // namespace
}  // namespace bridle

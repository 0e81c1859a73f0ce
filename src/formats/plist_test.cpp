#include "formats/plist.h"

#include <gtest/gtest.h>

#include "testing/corpus.h"

namespace bridle::testing {
namespace {

struct Counts {
  int parsed = 0;
  int refused = 0;
};

/// Every file must be parsed or refused; what is parsed must be writable as JSON.
Counts read_all(const std::filesystem::path& folder) {
  Counts counts;
  for (const auto& path : files_below(folder)) {
    std::string bytes = content_of(path);
    auto plist = Plist::parse(as_bytes(bytes));
    if (plist)
      EXPECT_FALSE(to_json(plist->root()).empty());
    else
      EXPECT_FALSE(plist.error().message.empty());
    ++(plist ? counts.parsed : counts.refused);
  }
  return counts;
}

std::string json_of(const std::filesystem::path& path) {
  std::string bytes = content_of(path);
  auto plist = Plist::parse(as_bytes(bytes));
  return plist ? to_json(plist->root()) : std::string(name(plist.error().fault));
}

TEST(Plist, survives_the_files_of_libplist) {
  CORPUS_OR_SKIP(folder, "pls-libplist");
  Counts counts = read_all(folder);
  EXPECT_GE(counts.parsed, 40);
  EXPECT_GE(counts.refused, 40);
  auto data = folder / "test-data";
  for (const char* width : {"1byte", "2bytes", "3bytes", "4bytes", "5bytes", "6bytes", "7bytes", "8bytes"}) {
    EXPECT_EQ(json_of(data / ("off" + std::string(width) + ".bplist")), R"({"A":"B"})");
    EXPECT_EQ(json_of(data / ("dictref" + std::string(width) + ".bplist")), R"({"A":"B"})");
  }
  EXPECT_EQ(json_of(data / "signedunsigned.bplist"),
            "[-1,18446744073709551615,9223372036854775807,-9223372036854775808,9223372036854775808]");
  EXPECT_EQ(json_of(data / "signedunsigned.plist"), json_of(data / "signedunsigned.bplist"));
  EXPECT_EQ(json_of(data / "uid.bplist"), R"({"CF$UID":7})");
  EXPECT_EQ(json_of(data / "hex.plist"), "7932961166869");
  EXPECT_EQ(json_of(data / "recursion.bplist"), "malformed");
  EXPECT_EQ(json_of(data / "empty_keys.plist"), R"({"":"empty key","":"empty key with comment"})");
}

TEST(Plist, survives_the_files_of_rust_plist) {
  CORPUS_OR_SKIP(folder, "pls-rust-plist");
  Counts counts = read_all(folder);
  EXPECT_GE(counts.parsed, 7);
  EXPECT_EQ(json_of(folder / "binary_circular_array.plist"), "malformed");
  EXPECT_EQ(json_of(folder / "xml_error.plist"), "truncated");
  std::string bytes = content_of(folder / "binary.plist");
  auto binary = Plist::parse(as_bytes(bytes));
  ASSERT_TRUE(binary);
  EXPECT_EQ(binary->root()["Author"].string(), "William Shakespeare");
  EXPECT_EQ(binary->root()["Birthdate"].date(), time_from_iso8601("1981-05-16T11:32:06Z").value_or(Time{}));
  EXPECT_EQ(binary->root()["BiggestNumber"].unsigned_integer(), ~std::uint64_t{0});
  std::string xml_bytes = content_of(folder / "xml.plist");
  auto xml = Plist::parse(as_bytes(xml_bytes));
  ASSERT_TRUE(xml);
  EXPECT_EQ(xml->root()["Pets"].string(), "A cat & a dog.");
  EXPECT_EQ(xml->root()["HexademicalNumber"].integer(), 0xDEADBEEF);
}

TEST(Plist, survives_the_files_of_plaso) {
  CORPUS_OR_SKIP(folder, "pls-plaso");
  Counts counts = read_all(folder);
  EXPECT_GE(counts.parsed, 22);
  EXPECT_EQ(json_of(folder / "plist/truncated.plist"), "malformed");  // its last bytes pass for no trailer
  std::string bytes = content_of(folder / "plist/InstallHistory.plist");
  auto history = Plist::parse(as_bytes(bytes));
  ASSERT_TRUE(history);
  EXPECT_EQ(history->root().at(0)["displayName"].string(), "OS X");
}

}  // namespace
}  // namespace bridle::testing

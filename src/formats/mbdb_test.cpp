#include "formats/mbdb.h"

#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/mbdb_builder.h"
#include "testing/mbfile_builder.h"

namespace bridle::testing {
namespace {

TEST(Mbdb, reads_records_in_order) {
  std::string bytes = write_mbdb({{.domain = "HomeDomain", .path = "Library", .mode = 0x41ED},
                                  {.domain = "HomeDomain",
                                   .path = "Library/link",
                                   .target = "/var/elsewhere",
                                   .digest = std::string(20, 'd'),
                                   .encryption_key = stored_key(4, std::string(40, 'w')),
                                   .size = 9,
                                   .protection_class = 4,
                                   .properties = {{"name", "value"}}}});
  auto reader = MbdbReader::open(as_bytes(bytes));
  ASSERT_TRUE(reader);
  auto first = reader->next();
  ASSERT_TRUE(first && *first);
  EXPECT_EQ((*first)->domain, "HomeDomain");
  EXPECT_EQ((*first)->mode, 0x41ED);
  EXPECT_EQ((*first)->encryption_key, std::nullopt);
  EXPECT_EQ((*first)->offset, 6u);
  auto second = reader->next();
  ASSERT_TRUE(second && *second);
  EXPECT_EQ((*second)->target, "/var/elsewhere");
  EXPECT_EQ((*second)->encryption_key->protection_class, 4u);
  EXPECT_EQ((*second)->birth.nanoseconds, 1'400'000'000'000'000'000);
  EXPECT_EQ((*second)->properties.size(), 1u);
  EXPECT_EQ(as_text((*second)->properties[0].value), "value");
  auto end = reader->next();
  ASSERT_TRUE(end);
  EXPECT_FALSE(*end);
}

TEST(Mbdb, keeps_the_records_before_one_that_is_cut_off) {
  std::string bytes = write_mbdb({{.domain = "A", .path = "1"}, {.domain = "B", .path = "2"}});
  bytes.pop_back();
  auto reader = MbdbReader::open(as_bytes(bytes));
  ASSERT_TRUE(reader);
  EXPECT_TRUE(reader->next());
  auto cut = reader->next();
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().fault, Fault::truncated);
  EXPECT_EQ(cut.error().message, "mbdb record at byte 58 is cut off");
  auto after = reader->next();
  ASSERT_TRUE(after);
  EXPECT_FALSE(*after);
}

TEST(Mbdb, refuses_other_headers) {
  EXPECT_EQ(MbdbReader::open(as_bytes("mbdb")).error().fault, Fault::truncated);
  EXPECT_EQ(MbdbReader::open(as_bytes("mbdb\x06\x01")).error().fault, Fault::unsupported);
}

TEST(Mbdb, reads_the_index_of_an_independent_author) {
  CORPUS_OR_SKIP(folder, "ios-pyiosbackup-enc");
  std::string bytes = content_of(folder / "mbdb/Manifest.mbdb");
  auto reader = MbdbReader::open(as_bytes(bytes));
  ASSERT_TRUE(reader);
  bool seen = false;
  while (true) {
    auto record = reader->next();
    ASSERT_TRUE(record) << record.error().message;
    if (!*record) break;
    if ((*record)->path != "Media/Test.txt") continue;
    seen = true;
    EXPECT_EQ((*record)->domain, "MyTestDomain");
    EXPECT_EQ((*record)->size, 9u);
    EXPECT_EQ((*record)->mode, 33261);
    EXPECT_EQ((*record)->modified.nanoseconds, 1'628'082'463'000'000'000);
    EXPECT_EQ((*record)->status_changed.nanoseconds, 1'628'082'509'000'000'000);
    EXPECT_EQ((*record)->birth.nanoseconds, 1'627'974'948'000'000'000);
    EXPECT_EQ((*record)->encryption_key->wrapped.size(), 40u);
  }
  EXPECT_TRUE(seen);
}

}  // namespace
}  // namespace bridle::testing

#include "packs/fetch_record.h"

#include <gtest/gtest.h>

namespace bridle::testing {
namespace {

TEST(FetchRecord, reads_what_it_writes) {
  FetchRecord record{
      .source = "a", .type = "taxii", .url = "https://a.example/c/", .completed = "2026-01-31T00:00:00Z"};
  record.added_after = "2026-01-01T00:00:00Z";
  record.newest = "2026-01-02T00:00:00Z";
  record.pull = 2;
  record.pages = 7;
  record.pulling = true;
  record.files["x"] = {.name = "x",
                       .url = "https://a.example/\"x\"",
                       .fetched = "2026-01-31T00:00:00Z",
                       .sha256 = "ab",
                       .bytes = 3,
                       .etag = "\"1\"",
                       .last_modified = "m",
                       .version = "v"};
  record.removed.push_back({.name = "y",
                            .url = "u",
                            .fetched = "2026-01-30T00:00:00Z",
                            .sha256 = "cd",
                            .removed = "2026-01-31T00:00:00Z"});
  auto text = write_fetch_record(record);
  auto read = read_fetch_record(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(write_fetch_record(*read), text);
  EXPECT_EQ(read->files.at("x").etag, "\"1\"");
  EXPECT_EQ(read->pages, 7u);
  EXPECT_TRUE(read->pulling);
}

TEST(FetchRecord, refuses_what_is_none) {
  EXPECT_FALSE(read_fetch_record(""));
  EXPECT_FALSE(read_fetch_record("[]"));
  EXPECT_FALSE(read_fetch_record("{}"));
  EXPECT_FALSE(read_fetch_record("{\"bridle_fetch\":2}"));
}

TEST(FetchRecord, of_equal_bytes_the_first_that_was_received_counts) {
  ProvenanceBySha256 all;
  FetchRecord later, earlier;
  later.files["x"] = {
      .name = "x", .url = "https://later.example/", .fetched = "2026-02-01T00:00:00Z", .sha256 = "ab"};
  earlier.removed.push_back(
      {.name = "y", .url = "https://earlier.example/", .fetched = "2026-01-01T00:00:00Z", .sha256 = "ab"});
  add_provenance(all, later);
  add_provenance(all, earlier);
  EXPECT_EQ(all.at("ab").url, "https://earlier.example/");
}

}  // namespace
}  // namespace bridle::testing

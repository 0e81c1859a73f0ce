#include "evidence/wal.h"

#include <gtest/gtest.h>

#include "testing/sqlite_builder.h"

namespace bridle {
namespace {

constexpr std::size_t frame = 4096 + 24;

// Three transactions in the log; the last one grows the database.
std::vector<std::uint8_t> log_of_three() {
  SqliteBuilder builder;
  auto bytes = builder.run("CREATE TABLE t(a)")
                   .into_wal()
                   .run("INSERT INTO t VALUES(1)")
                   .run("INSERT INTO t VALUES(2)")
                   .run("INSERT INTO t VALUES(zeroblob(9000))")
                   .build();
  EXPECT_TRUE(bytes) << bytes.error().message;
  return bytes.value_or(DatabaseBytes{}).wal;
}

Result<WalIndex> indexed(const std::vector<std::uint8_t>& log) {
  auto source = view_source(log);
  return WalIndex::read(*source, Limits{});
}

TEST(Wal, finds_the_newest_committed_frame_of_each_page) {
  auto log = log_of_three();
  auto index = indexed(log).value();
  const WalFacts& facts = index.facts();
  EXPECT_EQ(facts.page_size, 4096u);
  EXPECT_EQ(facts.frames_total, (log.size() - 32) / frame);
  EXPECT_EQ(facts.frames_committed, facts.frames_total);
  EXPECT_EQ(facts.bytes_after_valid, 0u);
  EXPECT_EQ(facts.database_pages, 4u);
  // Page 2 stands in all three transactions: the newest is the third.
  EXPECT_GE(index.find(2).value(), 32 + 2 * frame + 24);
  EXPECT_TRUE(index.find(4));
  EXPECT_FALSE(index.find(5));
  EXPECT_FALSE(index.find(0));
}

TEST(Wal, leaves_out_a_transaction_that_never_ended) {
  auto log = log_of_three();
  log.resize(log.size() - frame);
  auto index = indexed(log).value();
  EXPECT_LT(index.facts().frames_committed, index.facts().frames_valid);
  EXPECT_EQ(index.facts().database_pages, 2u);
  EXPECT_FALSE(index.find(4));
}

TEST(Wal, stops_at_a_wrong_checksum_and_counts_what_follows) {
  auto log = log_of_three();
  log[32 + frame + 24 + 100] ^= 1;
  auto index = indexed(log).value();
  EXPECT_EQ(index.facts().frames_valid, 1u);
  EXPECT_EQ(index.facts().frames_committed, 1u);
  EXPECT_EQ(index.facts().frames_broken, index.facts().frames_total - 1);
  EXPECT_EQ(index.facts().bytes_after_valid, log.size() - 32 - frame);
}

TEST(Wal, tells_frames_of_an_older_log_from_damage) {
  auto log = log_of_three();
  auto older = log;
  for (std::size_t i = 0; i < 8; ++i) older[32 + frame + 8 + i] ^= 0x55;
  auto index = indexed(older).value();
  EXPECT_EQ(index.facts().frames_stale, 1u);
  EXPECT_EQ(index.facts().frames_broken, index.facts().frames_total - 2);
}

TEST(Wal, counts_a_tail_that_is_no_whole_frame) {
  auto log = log_of_three();
  log.resize(log.size() + 100);
  auto index = indexed(log).value();
  EXPECT_EQ(index.facts().tail_bytes, 100u);
  EXPECT_EQ(index.facts().bytes_after_valid, 100u);
}

TEST(Wal, an_empty_log_has_no_frames_and_a_broken_header_is_named) {
  EXPECT_EQ(indexed({}).value().facts().frames_total, 0u);
  auto log = log_of_three();
  EXPECT_EQ(indexed(std::vector<std::uint8_t>(log.begin(), log.begin() + 31)).error().fault,
            Fault::truncated);
  EXPECT_EQ(indexed(std::vector<std::uint8_t>(4152)).error().message, "wal header has no magic number");
  log[10] ^= 1;
  EXPECT_EQ(indexed(log).error().fault, Fault::malformed);
}

// A machine of the other byte order writes the same log with its own words under the checksum.
TEST(Wal, reads_checksums_of_both_byte_orders) {
  auto log = log_of_three();
  log.resize(32 + frame);
  log[3] ^= 1;
  bool big = log[3] & 1;
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  auto add = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; i += 8) {
      auto word = [&](std::size_t at) {
        Bytes four = slice(log, at, 4);
        return static_cast<std::uint32_t>(big ? load_big(four, 4) : load_little(four, 4));
      };
      first += word(i) + second;
      second += word(i + 4) + first;
    }
  };
  auto put = [&](std::size_t at) {
    for (std::size_t i = 0; i < 4; ++i) {
      log[at + i] = static_cast<std::uint8_t>(first >> (24 - 8 * i));
      log[at + 4 + i] = static_cast<std::uint8_t>(second >> (24 - 8 * i));
    }
  };
  add(0, 24);
  put(24);
  add(32, 40);
  add(56, 56 + 4096);
  put(48);
  EXPECT_EQ(indexed(log).value().facts().frames_valid, 1u);
}

}  // namespace
}  // namespace bridle

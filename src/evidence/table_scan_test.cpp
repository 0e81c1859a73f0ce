#include "evidence/table_scan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <random>
#include <set>

#include "evidence/sqlite_view.h"
#include "testing/sqlite_builder.h"

namespace bridle {
namespace {

using testing::HasSubstr;

// `count` rows of about 1,000 bytes: three or four on a page, several hundred pages, two levels.
DatabaseBytes long_table(int count) {
  SqliteBuilder builder;
  builder.run("CREATE TABLE t(id INTEGER PRIMARY KEY, text TEXT); BEGIN");
  std::string filler(1000, 'x');
  for (std::int64_t i = 1; i <= count; ++i)
    builder.insert("INSERT INTO t VALUES(?, ?)", {i, std::string_view(filler)});
  auto bytes = builder.run("COMMIT").build();
  EXPECT_TRUE(bytes) << bytes.error().message;
  return bytes.value_or(DatabaseBytes{});
}

SqliteView opened(const std::vector<std::uint8_t>& main, Limits limits = {}) {
  auto view = SqliteView::open(view_source(main), nullptr, WalUse::ignore, limits);
  EXPECT_TRUE(view) << view.error().message;
  return std::move(*view);
}

std::vector<std::int64_t> scanned(const SqliteView& view, std::string_view table = "t",
                                  std::string_view column = "text") {
  std::vector<std::int64_t> rowids;
  auto scan = view.scan(table, {column});
  EXPECT_TRUE(scan) << scan.error().message;
  for (;;) {
    auto more = scan->step();
    EXPECT_TRUE(more) << more.error().message;
    if (!more || !*more) return rowids;
    rowids.push_back(scan->rowid().value_or(-1));
    EXPECT_GT(scan->row().text(0).value_or("").size(), 0u);
  }
}

TEST(TableScan, reads_a_whole_table_in_order) {
  auto bytes = long_table(1000);
  auto view = opened(bytes.main);
  std::vector<std::int64_t> all(1000);
  std::iota(all.begin(), all.end(), 1);
  EXPECT_EQ(scanned(view), all);
  EXPECT_FALSE(view.notes().has_losses());
}

TEST(TableScan, a_damaged_leaf_costs_its_own_rows) {
  for (int fill : {0x00, 0xff, 0x0d, 0x41}) {
    auto with = static_cast<std::uint8_t>(fill);
    auto bytes = long_table(1000);
    auto leaves = leaf_pages(bytes.main, "t");
    ASSERT_GT(leaves.size(), 100u);
    overwrite_page(bytes.main, leaves[0], with);
    overwrite_page(bytes.main, leaves[40], with);
    overwrite_page(bytes.main, leaves[41], with);
    overwrite_page(bytes.main, leaves.back(), with);
    auto view = opened(bytes.main);
    auto rows = scanned(view);
    EXPECT_TRUE(std::ranges::is_sorted(rows));
    EXPECT_GE(rows.size(), 1000u - 4 * 4);
    EXPECT_LT(rows.size(), 1000u);
    ASSERT_EQ(view.notes().lost_page_count, 4u) << fill;
    EXPECT_EQ(view.notes().lost_pages[0].page, leaves[0]);
    EXPECT_EQ(view.notes().lost_pages[1].page, leaves[40]);
    EXPECT_EQ(view.notes().lost_pages[3].page, leaves.back());
    EXPECT_EQ(view.notes().lost_pages[0].table, "t");
    EXPECT_TRUE(view.notes().has_losses());
  }
}

TEST(TableScan, a_database_cut_short_gives_what_is_left) {
  auto bytes = long_table(1000);
  std::size_t pages = bytes.main.size() / 4096;
  keep_pages(bytes.main, pages / 2);
  auto view = opened(bytes.main);
  EXPECT_TRUE(view.notes().image.cut_off);
  EXPECT_EQ(view.notes().image.pages_missing, pages - pages / 2);
  auto rows = scanned(view);
  EXPECT_GT(rows.size(), 450u);
  EXPECT_LT(rows.size(), 550u);
  EXPECT_GT(view.notes().lost_page_count, 100u);
}

TEST(TableScan, a_row_whose_overflow_is_gone_costs_itself) {
  SqliteBuilder builder;
  builder.run("CREATE TABLE t(id INTEGER PRIMARY KEY, text TEXT)");
  for (std::int64_t i = 1; i <= 9; ++i)
    builder.run("INSERT INTO t VALUES(" + std::to_string(i) + ", hex(zeroblob(" + (i == 5 ? "100000" : "20") +
                ")))");
  auto bytes = builder.build().value();
  // The chain of the fifth row takes nearly every page; cut it before its end.
  keep_pages(bytes.main, bytes.main.size() / 4096 - 3);
  auto view = opened(bytes.main);
  EXPECT_THAT(scanned(view), testing::ElementsAre(1, 2, 3, 4, 6, 7, 8, 9));
  EXPECT_EQ(view.notes().lost_row_count, 1u);
  ASSERT_EQ(view.notes().lost_pages.size(), 1u);
  EXPECT_EQ(view.notes().lost_pages[0].rows, 1u);
}

TEST(TableScan, a_value_larger_than_the_limit_costs_its_row) {
  SqliteBuilder builder;
  auto bytes =
      builder.run("CREATE TABLE t(text TEXT); INSERT INTO t VALUES('a'), (hex(zeroblob(300000))), ('c')")
          .build();
  ASSERT_TRUE(bytes);
  Limits limits;
  limits.contiguous_bytes = 100'000;
  auto view = opened(bytes->main, limits);
  EXPECT_THAT(scanned(view), testing::ElementsAre(1, 3));
  EXPECT_EQ(view.notes().lost_pages.at(0).reason, "row is larger than the limit");
}

TEST(TableScan, pages_that_point_at_each_other_end) {
  auto bytes = long_table(1000);
  auto leaves = leaf_pages(bytes.main, "t");
  auto view = opened(bytes.main);
  auto query = view.query("SELECT rootpage FROM sqlite_schema WHERE name = 't'");
  ASSERT_TRUE(query && query->step().value());
  auto root = static_cast<std::size_t>(query->integer(0).value());
  // Every leaf but the first becomes a copy of the root: a tree that comes back to itself on every branch.
  std::vector<std::uint8_t> page(bytes.main.begin() + static_cast<std::ptrdiff_t>((root - 1) * 4096),
                                 bytes.main.begin() + static_cast<std::ptrdiff_t>(root * 4096));
  for (std::size_t i = 1; i < leaves.size(); ++i)
    std::ranges::copy(page, bytes.main.begin() + std::ptrdiff_t{leaves[i] - 1} * 4096);
  auto looped = opened(bytes.main);
  EXPECT_LE(scanned(looped).size(), 4u);
  EXPECT_GT(looped.notes().lost_page_count, 100u);
}

TEST(TableScan, finds_the_rowid_behind_columns_of_its_name) {
  SqliteBuilder builder;
  auto bytes =
      builder.run("CREATE TABLE t(rowid TEXT, text TEXT); INSERT INTO t VALUES('z', 'a'), ('y', 'b')")
          .build();
  auto view = opened(bytes->main);
  EXPECT_THAT(scanned(view), testing::ElementsAre(1, 2));
}

TEST(TableScan, a_table_without_rowid_ends_at_its_damage_and_says_so) {
  SqliteBuilder builder;
  builder.run("CREATE TABLE w(k INTEGER PRIMARY KEY, text TEXT) WITHOUT ROWID");
  for (int i = 0; i < 500; ++i)
    builder.run("INSERT INTO w VALUES(" + std::to_string(i) + ", hex(zeroblob(400)))");
  auto bytes = builder.build().value();
  keep_pages(bytes.main, bytes.main.size() / 4096 / 2);
  auto view = opened(bytes.main);
  auto rows = scanned(view, "w");
  EXPECT_GT(rows.size(), 100u);
  EXPECT_LT(rows.size(), 500u);
  EXPECT_THAT(view.notes().remarks, testing::ElementsAre(HasSubstr("table w without rowids is damaged")));
  EXPECT_TRUE(view.notes().has_losses());
}

TEST(TableScan, names_the_table_it_has_not) {
  auto bytes = long_table(1);
  auto view = opened(bytes.main);
  EXPECT_EQ(view.scan("u", {"a"}).error().message, "database has no table u");
  EXPECT_EQ(view.scan("t", {"nocolumn"}).error().fault, Fault::unsupported);
}

TEST(TableScan, an_emptied_page_is_a_loss_too) {
  auto bytes = long_table(1000);
  auto leaves = leaf_pages(bytes.main, "t");
  std::size_t at = std::size_t{leaves[7] - 1} * 4096;
  bytes.main[at + 3] = bytes.main[at + 4] = 0;  // a leaf that counts no cells
  auto view = opened(bytes.main);
  EXPECT_LT(scanned(view).size(), 1000u);
  ASSERT_EQ(view.notes().lost_page_count, 1u);
  EXPECT_EQ(view.notes().lost_pages[0].page, leaves[7]);
}

TEST(TableScan, pages_of_noise_cost_what_is_counted_and_give_nothing_twice) {
  const auto whole = long_table(2000).main;
  const auto leaves = leaf_pages(whole, "t");
  std::mt19937 random(5);
  for (int round = 0; round < 100; ++round) {
    auto damaged = whole;
    std::set<std::size_t> hit;
    for (int i = 0; i < round % 7 + 1; ++i) hit.insert(2 + random() % (whole.size() / 4096 - 1));
    for (std::size_t page : hit)
      for (std::size_t i = 0; i < 4096; ++i)
        damaged[(page - 1) * 4096 + i] = static_cast<std::uint8_t>(random());
    auto view = opened(damaged);
    auto rows = scanned(view);
    ASSERT_EQ(std::set(rows.begin(), rows.end()).size(), rows.size());
    ASSERT_TRUE(rows.size() == 2000 || view.notes().has_losses());
    bool leaves_only =
        std::ranges::all_of(hit, [&](std::size_t page) { return std::ranges::count(leaves, page) > 0; });
    if (leaves_only) {
      EXPECT_EQ(view.notes().lost_page_count, hit.size());
      EXPECT_GE(rows.size(), 2000 - 4 * hit.size());
    }
  }
}

TEST(TableScan, changed_bytes_give_nothing_twice) {
  const auto whole = long_table(600).main;
  std::mt19937 random(9);
  for (int round = 0; round < 300; ++round) {
    auto damaged = whole;
    for (int i = 0; i < round % 40 + 1; ++i)
      damaged[4096 + (random() % (whole.size() / 4096 - 1)) * 4096 + random() % 64] =
          static_cast<std::uint8_t>(random());
    auto view = SqliteView::open(view_source(damaged), nullptr, WalUse::ignore, Limits{});
    if (!view) continue;
    auto scan = view->scan("t", {"id", "text"});
    if (!scan) continue;
    std::set<std::int64_t> seen;
    while (scan->step().value_or(false)) ASSERT_TRUE(seen.insert(scan->rowid().value_or(-1)).second) << round;
    ASSERT_TRUE(seen.size() > 0 || view->notes().has_losses());
  }
}

}  // namespace
}  // namespace bridle

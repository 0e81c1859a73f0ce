#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "cases/case_store.h"

namespace bridle {
namespace {

struct Row {
  std::int64_t number;
  std::optional<Time> seen;
};
constexpr std::array columns{column<&Row::number>("A number."),
                             column<&Row::seen>("When, UTC.").event("seen")};
constexpr TableSchema schema = table<Row>("test_rows", "A table.", columns);
constexpr Artefact artefact{.id = "test.rows",
                            .title = "Rows",
                            .source = "",
                            .platform = Platform::ios,
                            .question = Question::files,
                            .presence = Presence::sometimes,
                            .paths = {},
                            .table = &schema,
                            .row_type = nullptr,
                            .extract = nullptr};
constexpr const Artefact* artefacts[] = {&artefact};

// A case and a batch file that a worker is writing.
class LoadBatch : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = "/tmp/bridle-load-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    store_ = std::make_unique<CaseStore>(*CaseStore::create(folder_ + "/case", artefacts));
    file_ = *unnamed_file(folder_);
    writer_ = std::make_unique<BatchWriter>(file_.get());
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  void write_rows(int count) {
    for (int i = 0; i < count; ++i) {
      Value values[] = {std::int64_t{i}, i % 2 == 0 ? Value{std::int64_t{1'000'000'000}} : Value{}};
      writer_->row({.locator = "row", .values = values});
    }
  }
  Coverage load(const BatchFollow& follow) {
    auto coverage = store_->load_batch(file_.get(), artefact, {.artefact = "test.rows"}, follow);
    EXPECT_TRUE(coverage) << coverage.error().message;
    return coverage ? *coverage : Coverage{};
  }
  std::int64_t stored() { return *store_->database().number("SELECT count(*) FROM test_rows"); }

  std::string folder_;
  std::unique_ptr<CaseStore> store_;
  Fd file_;
  std::unique_ptr<BatchWriter> writer_;
};

// Enough rows that the writer has passed some on before it ends.
constexpr int many = 100'000;

TEST_F(LoadBatch, reads_on_while_the_worker_writes) {
  write_rows(many);
  bool ended = false;
  Coverage coverage = load({.more =
                                [&] {
                                  if (ended) return false;
                                  EXPECT_TRUE(writer_->finish({.rows = many}));
                                  return ended = true;
                                },
                            .trouble = [&] { return std::string(); }});
  EXPECT_TRUE(ended) << "the batch was whole before it was asked for more";
  EXPECT_EQ(coverage.status, CoverageStatus::complete) << coverage.reason;
  EXPECT_EQ(stored(), many);
  EXPECT_EQ(coverage.events, many / 2);
}

TEST_F(LoadBatch, keeps_nothing_of_a_worker_that_came_to_a_bad_end) {
  write_rows(many);
  Coverage coverage =
      load({.more = [] { return false; }, .trouble = [] { return std::string("crashed with signal 11"); }});
  EXPECT_EQ(coverage.status, CoverageStatus::failed);
  EXPECT_EQ(coverage.reason, "its worker crashed with signal 11");
  EXPECT_EQ(stored(), 0);
  EXPECT_EQ(coverage.events, 0);
}

TEST_F(LoadBatch, keeps_nothing_of_a_whole_batch_whose_worker_failed_after_it) {
  write_rows(3);
  EXPECT_TRUE(writer_->finish({.rows = 3}));
  Coverage coverage =
      load({.more = [] { return false; }, .trouble = [] { return std::string("ended badly"); }});
  EXPECT_EQ(coverage.status, CoverageStatus::failed);
  EXPECT_EQ(stored(), 0);
}

TEST_F(LoadBatch, refuses_a_batch_that_stops_although_its_worker_ended_well) {
  write_rows(many);
  Coverage coverage = load({.more = [] { return false; }, .trouble = [] { return std::string(); }});
  EXPECT_EQ(coverage.status, CoverageStatus::failed);
  EXPECT_NE(coverage.reason.find("refused"), std::string::npos) << coverage.reason;
  EXPECT_EQ(stored(), 0);
}

}  // namespace
}  // namespace bridle

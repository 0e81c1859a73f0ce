#include "records/batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "records/batch_layout.h"

namespace bridle {
namespace {

struct Row {
  std::int64_t number;
  Prose text;
  std::optional<Blob> bytes;
};
constexpr std::array columns{column<&Row::number>("A number."), column<&Row::text>("A text."),
                             column<&Row::bytes>("Bytes.")};
constexpr TableSchema schema = table<Row>("t", "A table.", columns);

std::string written(const std::function<void(BatchWriter&)>& fill, BatchEnd end) {
  auto file = unnamed_file("/tmp");
  BatchWriter writer(file->get());
  fill(writer);
  EXPECT_TRUE(writer.finish(end));
  return *read_whole(*file, 1 << 20);
}

// What a batch's bytes read as, or why they are refused.
std::string read(std::string_view bytes) {
  auto file = unnamed_file("/tmp");
  EXPECT_TRUE(write_all(file->get(), as_bytes(bytes)));
  std::string text;
  auto end =
      read_batch(file->get(), schema,
                 {.row =
                      [&](const BatchRow& row) {
                        auto* number = std::get_if<std::int64_t>(&row.values[0]);
                        auto* prose = std::get_if<std::string_view>(&row.values[1]);
                        text += std::string(row.locator) + " " + (number ? std::to_string(*number) : "NULL") +
                                " " + std::string(prose ? *prose : "NULL") + "\n";
                      },
                  .mined = [&](const BatchMined& m) { text += "mined " + std::string(m.value) + "\n"; },
                  .skip = [&](const BatchSkip& s) { text += "skip " + std::string(s.reason) + "\n"; }});
  return text + (end ? "end" : "refused: " + end.error().message);
}

std::string sample() {
  return written(
      [](BatchWriter& w) {
        Value values[] = {std::int64_t{7}, std::string_view("see x.example"), Value{}};
        w.row({.state = RowState::both, .locator = "line 1", .values = values});
        w.mined({.column = 1, .type = ObservableType::url, .value = "x.example"});
        w.skip({.locator = "line 2", .fault = Fault::malformed, .reason = "no number"});
      },
      {.rows = 1, .skips = 1, .notes = {"a note"}});
}

TEST(Batch, gives_back_what_was_written) {
  EXPECT_EQ(read(sample()), "line 1 7 see x.example\nmined x.example\nskip no number\nend");
}

TEST(Batch, repairs_text_that_is_no_utf8_on_the_way_in) {
  std::string bytes = written(
      [](BatchWriter& w) {
        Value values[] = {std::int64_t{1}, std::string_view("a\xff"), Value{}};
        w.row({.locator = "x", .values = values});
      },
      {.rows = 1});
  EXPECT_EQ(read(bytes), "x 1 a\xEF\xBF\xBD\nend");
}

TEST(Batch, that_is_cut_off_anywhere_is_refused) {
  std::string whole = sample();
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_THAT(read(whole.substr(0, size)), ::testing::HasSubstr("refused")) << size;
}

TEST(Batch, with_any_byte_changed_is_read_or_refused_but_never_more) {
  std::string whole = sample();
  for (std::size_t i = 0; i < whole.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = whole;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      EXPECT_LT(read(changed).size(), 4096u);
    }
}

TEST(Batch, whose_end_counts_otherwise_is_refused) {
  EXPECT_THAT(read(written([](BatchWriter&) {}, {.rows = 5})),
              ::testing::HasSubstr("does not hold what its end says"));
}

TEST(Batch, with_a_value_of_the_wrong_type_is_refused) {
  std::string bytes = written(
      [](BatchWriter& w) {
        Value values[] = {std::string_view("text where a number belongs"), std::string_view("x"), Value{}};
        w.row({.locator = "x", .values = values});
      },
      {.rows = 1});
  EXPECT_EQ(read(bytes), "refused: batch row does not fit its table");
}

}  // namespace
}  // namespace bridle

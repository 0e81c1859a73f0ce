#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/file.h"
#include "records/table.h"

namespace bridle {

/// Which states of a database with a write-ahead log hold a row. `none` = the source has no such log.
enum class RowState : std::uint8_t { none, both, wal_only, main_only };
constexpr std::string_view row_state_names[] = {"", "both", "wal", "main"};
constexpr std::string_view name(RowState state) {
  return row_state_names[static_cast<std::size_t>(state)];
}

/// How a mined value stood in its text.
enum class MinedForm : std::uint8_t { plain, unwrapped, scheme_less, defanged };
constexpr std::string_view mined_form_names[] = {"plain", "unwrapped", "scheme-less", "defanged"};
constexpr std::string_view name(MinedForm form) {
  return mined_form_names[static_cast<std::size_t>(form)];
}

/// One record as it travels from worker to case. Borrows: everything.
struct BatchRow {
  RowState state = RowState::none;
  std::string_view locator;
  std::span<const Value> values;  ///< one for each column of the schema
};
/// A value that was found inside a column of the row before it. Borrows: value.
struct BatchMined {
  std::uint16_t column = 0;
  ObservableType type = ObservableType::url;
  MinedForm form = MinedForm::plain;
  std::string_view value;
};
struct BatchSkip {
  std::string_view locator;
  Fault fault = Fault::malformed;
  std::string_view reason;
};
/// How the task ended, by its own account.
struct BatchEnd {
  bool failed = false;  ///< the extractor gave up: what it had found by then stands
  Fault fault = Fault::malformed;
  std::string reason;
  std::uint64_t rows = 0, skips = 0;
  std::uint64_t lost_pages = 0;  ///< of a database: each may have held records
  bool losses = false;           ///< content that should be there was not: a cut-off end, damaged pages
  std::vector<std::string> notes;
};

/// Longest locator, reason or note, and longest single frame; the writer cuts or refuses, the reader refuses.
constexpr std::size_t batch_text_limit = 4096;
constexpr std::size_t batch_frame_limit = 64 << 20;

/// Writes a batch file: the only thing a worker can write. Buffered; errors latch and show in `finish`.
class BatchWriter {
 public:
  explicit BatchWriter(int fd);
  /// Text that is no UTF-8 is repaired here, once, so that the way back can insist on it.
  void row(const BatchRow& row);
  void mined(const BatchMined& mined);
  void skip(const BatchSkip& skip);
  Result<> finish(const BatchEnd& end);
  bool failed() const { return !status_; }

 private:
  void frame(std::uint8_t kind);
  void flush();
  void put_text(std::string_view text, std::size_t most);
  int fd_;
  std::string out_;
  std::size_t frame_start_ = 0;
  Result<> status_{};
};

/// What a batch file holds, one call each, in order.
struct BatchVisitor {
  std::function<void(const BatchRow&)> row;
  std::function<void(const BatchMined&)> mined;
  std::function<void(const BatchSkip&)> skip;
  /// Asked at the end of what is there: waits for the writer, and says whether to look again. Absent: the
  /// file is whole.
  std::function<bool()> more = {};
  /// The file is read this once: what was read gives its place on the disk (or in memory) back.
  bool last_reader = false;
};

/// Reads a batch file back. Its writer may be owned by the evidence: every length, type and text is checked
/// against the schema, and a file that does not end as it should is refused as a whole (`visit` has then seen
/// its head). Memory: one frame. Faults: truncated, malformed, limit, io.
Result<BatchEnd> read_batch(int fd, const TableSchema& table, const BatchVisitor& visit);

}  // namespace bridle

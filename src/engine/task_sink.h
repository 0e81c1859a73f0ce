#pragma once

#include <cstdint>
#include <vector>

#include "records/artefact.h"
#include "records/batch.h"

namespace bridle {

/// Takes an extractor's rows in the worker and writes them to its batch file, with the links mined from their
/// prose. With a write-ahead log the extractor runs twice: first over the database as the phone would see it,
/// then over the main file alone, and each row is labelled by the states that hold it.
class TaskSink final : public RowSink {
 public:
  TaskSink(BatchWriter& out, const TableSchema& table, std::uint64_t row_limit)
      : out_(out), table_(table), row_limit_(row_limit), values_(table.columns.size()) {}

  /// Rows of the database's current state; `labelled` when a second pass will follow or has gone before.
  void add(const Locator& where, const void* row) override;
  void skip(const Locator& where, const Error& why) override;

  /// `only`: no log, no labels. Otherwise three in this order: `main_first` remembers what the main file
  /// holds and writes nothing; `current` writes the current state, each row labelled `both` or `wal`;
  /// `main_only` writes what the log has removed or changed.
  enum class Pass { only, main_first, current, main_only };
  void begin(Pass pass);
  /// Whether `main_only` has anything to write.
  bool main_only_left() const;

  std::uint64_t rows() const { return rows_; }
  std::uint64_t skips() const { return skips_; }
  bool full() const { return full_; }

 private:
  std::uint64_t fingerprint(const Locator& where) const;
  void write(const Locator& where, RowState state);
  void mine(std::uint16_t column, std::string_view text);

  BatchWriter& out_;
  const TableSchema& table_;
  std::uint64_t row_limit_;
  std::vector<Value> values_;
  std::vector<std::uint64_t> main_;  // fingerprints of the main file's rows, sorted after its pass
  std::vector<bool> seen_;           // which of them the current state holds too
  Pass pass_ = Pass::only;
  bool full_ = false;
  std::uint64_t rows_ = 0, skips_ = 0;
};

}  // namespace bridle

#pragma once

#include "base/result.h"
#include "records/locator.h"
#include "records/table.h"

namespace bridle {

/// Takes the records and skips of one task, whatever their shape. Implementations copy what they need before
/// they return: a Row may point into a mapped file or the current SQLite row.
class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual void add(const Locator& where, const void* row) = 0;
  virtual void skip(const Locator& where, const Error& why) = 0;
};

/// Where an extractor puts its results.
template <class Row>
class Rows {
 public:
  explicit Rows(RowSink& sink) : sink_(sink) {}
  void add(const Locator& where, const Row& row) { sink_.add(where, &row); }
  /// A record that could not be read: counted, with its place and the reason, in the case and in the report.
  void skip(const Locator& where, const Error& why) { sink_.skip(where, why); }

 private:
  RowSink& sink_;
};

}  // namespace bridle

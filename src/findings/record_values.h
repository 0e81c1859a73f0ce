#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cases/case_store.h"
#include "indicators/matcher.h"

namespace bridle {

/// Most values of one record that conditions see; a text can hold any number of links.
constexpr std::size_t record_value_limit = 50'000;

/// One value of a record that an indicator could meet.
struct RecordValue {
  ObservableType type;
  std::string value;
  const Column* column;
  std::string form;  ///< "plain", or how the link stood in the text
  Relation relation;
  MatchContext context;
};

/// A record of a case with its values: of its columns, and those mined from its texts.
struct CaseRecord {
  std::int64_t id = 0;
  std::optional<std::int64_t> time;  ///< nanoseconds since 1970, UTC: of the table's own time column
  std::vector<RecordValue> values;
  bool cut = false;  ///< it has more than record_value_limit of them
};

/// Walks over the records of one table that have values, in order of their ids, mined values with them.
class RecordReader {
 public:
  /// Faults: io.
  static Result<RecordReader> open(const CaseStore& store, const Artefact& artefact);
  /// False at the end. Faults: io.
  Result<bool> next(CaseRecord& record);

 private:
  struct Look {
    const Column* column;
    std::optional<ObservableType> fixed;  // nothing: an e-mail address or a phone number, by its look
  };
  RecordReader(const Artefact& artefact, std::vector<Look> looks, Statement rows, Statement mined)
      : artefact_(&artefact), looks_(std::move(looks)), rows_(std::move(rows)), mined_(std::move(mined)) {}
  void add(CaseRecord& record, RecordValue value) const;
  Result<> add_mined(CaseRecord& record, std::optional<Relation> relation);

  const Artefact* artefact_;
  std::vector<Look> looks_;
  Statement rows_, mined_;
  bool mined_waits_ = false, mined_ended_ = false;  // a row was read that belongs to a later record
};

}  // namespace bridle

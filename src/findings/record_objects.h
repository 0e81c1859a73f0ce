#pragma once

#include "findings/record_values.h"
#include "patterns/observation.h"

namespace bridle {

/// A record as STIX sees it: one observation. Each value is an object of its own (a URL also its host, a path
/// also its directory); digests belong to every file of the record, or are a file without a name.
/// A path has up to three spellings of the same place (/var, /private/var), each as a value of its own.
struct RecordObjects {
  Observation observation;
  /// For each object: the numbers of the values that it is made of.
  std::vector<std::vector<std::size_t>> values;
};

/// Source: STIX 2.1 section 6; docs/formats/stix.md, "Conditions".
RecordObjects objects_of_record(const CaseRecord& record);

}  // namespace bridle

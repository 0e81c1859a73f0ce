#pragma once

#include <vector>

#include "patterns/observation.h"
#include "patterns/pattern.h"

namespace bridle {

/// A value that a path leads to, and how the name of its property says it is to be read.
struct FoundValue {
  const ObservedValue* value;
  enum class Coding : std::uint8_t { plain, hex, base64 };
  Coding coding = Coding::plain;
};

/// Every value that a path leads to from an object: through dictionaries by name, through lists by index,
/// through *_ref and *_refs to other objects of the observation. Each place is visited once a step, so that
/// circles of references cost steps × objects. Borrows: both. Source: STIX 2.1 section 9.7.
std::vector<FoundValue> values_at(const PatternPath& path, const ObservedObject& object,
                                  const Observation& observation);

}  // namespace bridle

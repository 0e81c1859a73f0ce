#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace bridle {

/// What paging needs of an envelope {more, next, objects}. Source: TAXII 2.1 (OASIS, 2021-06-10), 3.7.
struct TaxiiEnvelope {
  bool more = false;
  std::string next;
  std::uint64_t objects = 0;
};

/// Faults: malformed (anything that is no envelope; an empty object is one).
Result<TaxiiEnvelope> read_taxii_envelope(std::string_view json);

}  // namespace bridle

#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "indicators/indicator.h"
#include "indicators/pack_reader.h"
#include "packs/fetch_record.h"

namespace bridle {

/// What the maker of a pack says, beside its sources.
struct PackOptions {
  std::string name;
  std::string date;  ///< YYYY-MM-DD: never the clock, so that the same sources give the same bytes
  std::map<std::string, std::string> urls;  ///< where a source was published, by its base name
  ProvenanceBySha256 provenance;  ///< where and when, by digest, as bridle-fetch recorded it; urls come first
  IndicatorClass threat = IndicatorClass::generic;  ///< of what no pack gave a class before
  Platform platform = Platform::any;                ///< of what names none
};

/// The bytes of a pack: UTF-8, a line each, sorted, so that equal sources give equal bytes in whatever order
/// they were named. Values of `previous` that `set` lacks stay, as withdrawn on the date of this pack.
/// docs/formats/pack.md. Faults: malformed (a date that is none).
Result<std::string> build_pack(const IndicatorSet& set, const PackOptions& options,
                               const IndicatorSet* previous);

/// Is this text what build_pack would write: lines sorted, none twice, as many as the first says? Faults:
/// malformed, truncated; the message names the line.
Result<PackHeader> check_pack(std::string_view text);

/// What two sets of values differ in, each list sorted: "domain evil.com".
struct PackDifference {
  std::vector<std::string> added, withdrawn, gone, changed;
  bool empty() const { return added.empty() && withdrawn.empty() && gone.empty() && changed.empty(); }
};
/// `gone`: in the old one, and in the new one not even as withdrawn. `changed`: another class, TLP,
/// attribution or known collision.
PackDifference difference_of(const IndicatorSet& older, const IndicatorSet& newer);

}  // namespace bridle

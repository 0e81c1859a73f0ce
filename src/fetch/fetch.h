#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fetch/upstream.h"

namespace bridle {

/// How one source fared.
struct FetchTally {
  std::uint64_t files = 0;    ///< held now
  std::uint64_t changed = 0;  ///< of them, new or changed in this run
  std::uint64_t removed = 0;
  std::uint64_t bytes = 0;            ///< of all files held
  std::vector<std::string> troubles;  ///< a sentence each; empty: the source is had whole
};

/// Brings one source up to date. What it cannot get it leaves as it was, and says so. Faults: what concerns
/// the source as a whole, before anything of it was changed.
Result<FetchTally> fetch_source(const Source& source, const FetchOptions& options);

// One for each type; `folder.record()` is saved by them where a broken run must find it.
Result<> fetch_file(const Source& source, Upstream& upstream, SourceFolder& folder, FetchTally& tally);
Result<> fetch_mvt_index(const Source& source, Upstream& upstream, SourceFolder& folder, FetchTally& tally);
Result<> fetch_misp_feed(const Source& source, Upstream& upstream, SourceFolder& folder, FetchTally& tally);
Result<> fetch_taxii(const Source& source, const FetchOptions& options, Upstream& upstream,
                     SourceFolder& folder, FetchTally& tally);

/// Gets one file and keeps it. Faults: as the upstream says, with the URL or name in front.
Result<Delivery> fetch_one(const Wanted& wanted, Upstream& upstream, SourceFolder& folder, FetchTally& tally);

/// A list of files that belong together: gets those that `wanted` names, stops after five failures in a row
/// that concern the network, and takes away what is no longer listed (`keep`: names that stay anyway).
Result<> fetch_listed(const Source& source, const std::vector<Wanted>& wanted,
                      const std::vector<std::string>& keep, Upstream& upstream, SourceFolder& folder,
                      FetchTally& tally);

}  // namespace bridle

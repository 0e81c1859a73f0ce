#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "indicators/indicator.h"

namespace bridle {

/// The longest indicator file that is read, in bytes. Public sets are below 5 MB each.
constexpr std::uint64_t indicator_file_limit = 256ULL << 20;

/// Collects STIX 2.0 and 2.1 files (bundles, TAXII envelopes, bare lists or single objects) and resolves them
/// together: versions of one id, relationships, reports and markings may stand in different files.
/// A broken object costs only itself, a broken file only what follows the break.
/// Source: STIX 2.1 (OASIS, 2021-06-10); docs/formats/stix.md says what is evaluated.
class IndicatorLoader {
 public:
  IndicatorLoader();
  ~IndicatorLoader();
  IndicatorLoader(IndicatorLoader&&) noexcept;
  IndicatorLoader& operator=(IndicatorLoader&&) noexcept;

  /// Reads one file. `name` is shown in reports, by its last component. Nothing of `content` is kept.
  void add_file(std::string name, Bytes content);
  /// Records that a file could not be opened, so that the report says so.
  void add_failure(std::string name, const Error& error);
  /// Resolves everything that was added. The loader is empty afterwards.
  IndicatorSet finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Loads files, and below directories every *.stix2 and *.json, in the order of `paths` and sorted inside
/// each directory. A file that cannot be read is in the report. Faults: absent (a path does not exist); io (a
/// directory cannot be listed).
Result<IndicatorSet> load_indicators(std::span<const std::filesystem::path> paths);

}  // namespace bridle

#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "indicators/indicator.h"

namespace bridle {

/// The longest indicator file that is read, in bytes. Public sets are below 5 MB each.
constexpr std::uint64_t indicator_file_limit = 256ULL << 20;

/// What is known of a file from elsewhere, as an index tells it: every indicator in it gets this.
struct FileContext {
  std::string title;  ///< becomes a report that the indicators are attributed to; may be empty
  std::vector<std::string> references;
};

/// Collects indicator files of every format that is read, told apart by content, and resolves them together:
/// versions of one STIX id, relationships, reports and markings may stand in different files, and MISP's
/// warning lists speak about the values of all. A broken object costs only itself, a broken file only what
/// follows the break. Source: STIX 2.1 (OASIS, 2021-06-10); docs/formats/stix.md says what is evaluated,
/// docs/formats/misp.md, indicator-lists.md and open-ioc.md speak of the others.
class IndicatorLoader {
 public:
  IndicatorLoader();
  ~IndicatorLoader();
  IndicatorLoader(IndicatorLoader&&) noexcept;
  IndicatorLoader& operator=(IndicatorLoader&&) noexcept;

  /// Reads one file. `name` is shown in reports, by its last component. Nothing of `content` is kept.
  void add_file(std::string_view name, Bytes content, const FileContext& context = {});
  /// Records that a file could not be opened, so that the report says so.
  void add_failure(std::string_view name, const Error& error);
  /// Resolves everything that was added. The loader is empty afterwards.
  IndicatorSet finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Loads files, and below directories every *.stix2, *.json, *.ioc and *.pack, in the order of `paths` and
/// sorted inside each directory; *.csv, *.txt and *.yaml only where a directory holds nothing else, for
/// publishers put the raw lists beside the curated file: what was left out is in the report. MVT's index and
/// the manifest of a MISP feed load the files that they list. A file that cannot be read is in the report.
/// Faults: absent (a path does not exist); io (a directory cannot be listed).
Result<IndicatorSet> load_indicators(std::span<const std::filesystem::path> paths);

}  // namespace bridle

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "evidence/database_image.h"

namespace bridle {

/// One page of a table that could not be read as a whole.
struct LostPage {
  std::string table;       ///< as the caller named it
  std::uint32_t page = 0;  ///< from 1
  std::uint64_t rows = 0;  ///< rows lost in it; 0 when the page does not say how many it held
  std::string reason;
};

/// What the coverage of a database has to say beside its rows.
struct SqliteNotes {
  ImageFacts image;
  std::vector<LostPage> lost_pages;  ///< the first `lost_pages_kept` of them
  std::uint64_t lost_page_count = 0;
  std::uint64_t lost_row_count = 0;   ///< only rows whose number is known
  std::uint64_t damaged_queries = 0;  ///< queries that ended early at a damaged page
  std::vector<std::string> remarks;   ///< one sentence each, no content
  static constexpr std::size_t lost_pages_kept = 10'000;

  /// Whether anything that should be there was not served.
  bool has_losses() const { return image.cut_off || lost_page_count + lost_row_count + damaged_queries > 0; }
};

}  // namespace bridle

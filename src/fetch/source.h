#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bridle {

enum class SourceType : std::uint8_t { file, mvt_index, misp_feed, taxii };
constexpr std::string_view source_type_names[] = {"file", "mvt-index", "misp-feed", "taxii"};
constexpr std::string_view name(SourceType type) {
  return source_type_names[static_cast<std::size_t>(type)];
}

/// Where indicators are published: one entry of the configuration.
struct Source {
  std::string name;  ///< of its folder: small letters, digits and hyphens
  SourceType type = SourceType::file;
  std::string url;     ///< of the file, the index, the feed's folder or the collection
  std::string mirror;  ///< a folder (of type file: a file) in place of the network; then url only says whence
  std::string as;      ///< type file: the name under which it is kept
  std::string login_file;  ///< its first line is USER:PASSWORD, for HTTP Basic
  std::string token_file;  ///< its first line is a bearer token, or "SCHEME token"
  std::string ca_file;     ///< the only authorities to trust, as PEM
  bool plain_http = false;
  std::uint64_t max_bytes = 256ULL << 20;  ///< of one file: the longest that bridle reads
  std::uint64_t total_bytes = 2ULL << 30;  ///< of one run
  std::uint64_t max_files = 10'000;  ///< of one run, pages included: as many as bridle reads in a folder
  std::uint64_t page_size = 0;       ///< TAXII: `limit`; 0 leaves it to the server
};

/// Reads the configuration, docs/formats/fetch.md. Faults: malformed (with the line), limit.
Result<std::vector<Source>> read_fetch_config(std::string_view yaml);

}  // namespace bridle

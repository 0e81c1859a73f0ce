#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bridle {

/// One file that bridle-fetch holds of a source: where its bytes come from, and when.
struct FetchedFile {
  std::string name;     ///< in the source's folder
  std::string url;      ///< as asked for, before redirects
  std::string fetched;  ///< when these bytes were first received, UTC: 2026-01-31T12:34:56Z
  std::string sha256;   ///< 64 lower-case hexadecimal digits
  std::uint64_t bytes = 0;
  std::string etag, last_modified;  ///< as the server sent them, for the next question; may be empty
  std::string version;              ///< what a feed's manifest says of it, digested; may be empty
  std::string removed;              ///< when its source no longer listed it; then the file is gone
};

/// What bridle-fetch keeps of one source beside its folder, NAME.record: provenance and where it stands.
/// docs/formats/fetch.md.
struct FetchRecord {
  std::string source, type, url;
  std::string completed;  ///< when the source was last had whole; empty: never
  // TAXII: up to where the collection was had whole, and how far an unfinished pull came; server's times.
  std::string added_after, newest;
  std::uint64_t pull = 0, pages = 0;
  bool pulling = false;
  std::map<std::string, FetchedFile> files;  ///< by name
  std::vector<FetchedFile> removed;
};

std::string write_fetch_record(const FetchRecord& record);
/// Faults: malformed, unsupported (a version that is not known).
Result<FetchRecord> read_fetch_record(std::string_view json);

/// Where sources were published, by their SHA-256.
struct Provenance {
  std::string url, fetched;
};
using ProvenanceBySha256 = std::map<std::string, Provenance>;
/// Adds what one record says; of equal bytes the first that was received counts.
void add_provenance(ProvenanceBySha256& all, const FetchRecord& record);

}  // namespace bridle

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fetch/http.h"
#include "fetch/source.h"
#include "fetch/source_folder.h"

namespace bridle {

/// What one run allows and uses, beyond what a source says itself.
struct FetchOptions {
  std::string into;     ///< folder that gets one folder and one record for each source
  std::string proxy;    ///< for all sources
  std::string ca_file;  ///< for sources that name none
  HttpOptions http;     ///< times and redirects
  long most_wait = 60;  ///< seconds, for one try more
  int tries = 3;
  bool full = false;  ///< TAXII: the whole collection again
};

/// One file that is wanted.
struct Wanted {
  std::string name;  ///< in the source's folder
  std::string url;   ///< not used by a mirror
  std::string accept;
  std::string version;  ///< of a feed's manifest; kept in the record
  bool unconditional = false;
};

/// What came.
struct Delivery {
  bool unchanged = false;  ///< what is held is current; nothing came
  FetchedFile file;
  std::string content_type, date_added_last;
};

/// Where the bytes of a source come from: its server, or a mirror of it.
class Upstream {
 public:
  virtual ~Upstream() = default;
  /// Gets a file, writing its bytes to `into`. `held` is what is there already, or nullptr. Faults: those of
  /// HttpClient::get, with `again` kept apart: `failure` says more.
  virtual std::expected<Delivery, HttpFailure> get(const Wanted& wanted, const FetchedFile* held,
                                                   Incoming& into) = 0;
  /// Names in the mirror, sorted; a server cannot be asked for that. Faults: io, unsupported.
  virtual Result<std::vector<std::string>> names() = 0;
};

/// Over the network. Faults: absent (a login file), io.
Result<std::unique_ptr<Upstream>> online_upstream(const Source& source, const FetchOptions& options);
/// From a folder in the form that bridle-fetch writes; where MIRROR.record stands beside it, URLs and dates
/// are taken from there, for bytes that are still the same. Faults: absent, io.
Result<std::unique_ptr<Upstream>> mirror_upstream(const Source& source);
/// Where that record would stand.
std::string record_of_mirror(const Source& source);

}  // namespace bridle

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"

namespace bridle {

/// How every question of one source is asked.
struct HttpOptions {
  std::string proxy;          ///< empty: as the environment says (https_proxy, no_proxy)
  std::string ca_file;        ///< empty: the system's authorities
  std::string login;          ///< USER:PASSWORD for HTTP Basic; goes to the asked host only
  std::string authorization;  ///< a whole Authorization header's value; goes to the asked host only
  bool plain_http = false;
  long redirects = 5;
  long connect_seconds = 30;
  long stall_seconds = 30;   ///< without at least 100 bytes a second
  long total_seconds = 600;  ///< of one answer
};

struct HttpRequest {
  std::string url, accept;
  std::string etag, last_modified;  ///< of what is had already; may be empty
  std::uint64_t most_bytes = 0;
};

struct HttpAnswer {
  long status = 0;  ///< 200 or 304; everything else is a fault
  std::uint64_t bytes = 0;
  std::string sha256;
  std::string etag, last_modified, content_type, date_added_last;
};

/// Why an answer is none, and whether asking again may help.
struct HttpFailure {
  Error error;
  bool again = false;                 ///< the network or the server may do better next time
  long status = 0;                    ///< as the server answered; 0: it did not
  std::optional<long> retry_seconds;  ///< as the server asks
};

/// Asks over HTTP/1.1, certificates always verified, TLS 1.2 at least, https never to http. One connection at
/// a time. libcurl's. Nothing of an answer is looked at but its status line and headers.
class HttpClient {
 public:
  /// Faults: io (libcurl cannot be started).
  static Result<HttpClient> make(HttpOptions options);
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;
  ~HttpClient();

  /// Writes the body of a 200 to `into`, exactly as it came. Faults: limit (too long, too slow, too many
  /// redirects), absent (404, 410), truncated, unsupported, io.
  std::expected<HttpAnswer, HttpFailure> get(const HttpRequest& request, int into);

 private:
  struct State;
  explicit HttpClient(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Faults: malformed (no http or https URL, or one with a login in it), unsupported (plain http).
Result<> check_url(const std::string& url, bool plain_http);
/// The URL with one more parameter. Faults: malformed.
Result<std::string> with_parameter(const std::string& url, const std::string& name, const std::string& value);
/// `url` is a folder's, whether with a slash at its end or not. Faults: malformed.
Result<std::string> url_below(const std::string& url, const std::string& name);

}  // namespace bridle

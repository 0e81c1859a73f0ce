#pragma once

#include <curl/curl.h>

#include "fetch/http.h"

namespace bridle {

/// What libcurl's code means for who reads it. `detail` is libcurl's own text.
HttpFailure failure_of(CURLcode code, const std::string& detail, const HttpOptions& options);
/// What a status beyond 200 and 304 means, and what to do.
HttpFailure failure_of_status(long status, std::optional<long> retry_seconds);

}  // namespace bridle

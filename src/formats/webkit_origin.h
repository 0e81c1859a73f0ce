#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// A scheme, a host and perhaps a port, as a page has them.
struct WebOrigin {
  std::string scheme, host;
  std::optional<std::uint16_t> port;
  /// "https://example.org:8443"; empty without a host.
  std::string url() const;
};

/// For whom a folder of WebKit's storage is: the page in the address bar, and the one inside it that stored
/// something.
struct WebKitOrigin {
  WebOrigin top, client;
};

/// Reads a file `origin` of WebKit's storage since iOS 16. Faults: truncated, malformed (a length that cannot
/// be, a character beyond Unicode), unsupported (no scheme of letters). Source: ios-artifacts.md 2.2;
/// docs/formats/webkit-origin.md.
Result<WebKitOrigin> read_webkit_origin(Bytes file);

/// The origin that a name of the storage up to iOS 15 stands for: "https_www.example.org_0",
/// "https_example.org_8443.localstorage". Nothing for other names.
std::optional<WebOrigin> origin_of_name(std::string_view name);

}  // namespace bridle

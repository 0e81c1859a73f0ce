#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bridle {

/// Pieces of a URL. Borrows: the text it was split from.
struct UrlParts {
  std::string_view scheme;     ///< as written, without ":"; empty when there is none
  std::string_view authority;  ///< user-info, host and port
  std::string_view path;       ///< from "/" on; may be empty
  std::string_view query;      ///< without "?"
  bool has_query = false;
};

/// Splits a URL with an authority; the fragment is left out, and a backslash counts as a slash, as in
/// browsers. Nothing for URLs without a host (mailto:, data:, tel:) and for text that is none.
std::optional<UrlParts> split_url(std::string_view url);

/// A URL as it is compared.
struct CanonicalUrl {
  std::string scheme;  ///< lower-case; empty when the text has none
  std::string host;    ///< see parse_host; `www.` kept
  std::string port;    ///< empty when it is the scheme's own
  std::string path;    ///< at least "/": dot segments resolved, unreserved characters decoded, %HH upper-case
  std::string query;   ///< with its "?" when there is one; escapes as in the path
  std::string text() const;  ///< all of it, "scheme://host:port/path?query"
};

/// RFC 3986 syntax-based normalisation, section 6.2.2, plus the default port. The query is kept; the
/// fragment, which never leaves the phone, and user-info are not.
std::optional<CanonicalUrl> canonical_url(std::string_view url);

/// Decodes every %HH; other text stays.
std::string percent_decode(std::string_view text);

}  // namespace bridle

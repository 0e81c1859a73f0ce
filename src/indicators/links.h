#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bridle {

class ParsedHost;

/// Most links that one text may yield; the rest of it is not mined.
constexpr std::size_t links_per_text = 1000;

/// A link found in free text.
struct Link {
  std::string url;         ///< refanged; as written otherwise, without a scheme where the text has none
  std::size_t offset = 0;  ///< byte offset of its first character in the text
  bool unwrapped = false;  ///< the target of the redirect link before it
  bool scheme_less = false;
  bool defanged = false;  ///< was written as hxxp, [.] and the like
};

/// Mines links from text of any encoding, in order, in linear time: anything with "scheme://", "www.…",
/// "host.tld/…", bare hosts under common generic domains, and defanged forms of these. A link through a known
/// redirect service is followed by its target.
std::vector<Link> find_links(std::string_view text);

/// May a host belong to a redirect service that unwrap_redirects knows? Quick, and wrong only towards yes.
bool is_redirect_service(std::string_view host);

/// Where a link through a known redirect service leads, read from the link itself, never from the network;
/// nested ones give one target each, outermost first, five at most.
std::vector<std::string> unwrap_redirects(std::string_view url);
/// The same, when the host of `url` is known: nearly every host is none of these services.
std::vector<std::string> unwrap_redirects(std::string_view url, const ParsedHost& host);

}  // namespace bridle

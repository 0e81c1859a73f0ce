#include <cstdlib>

#include "base/bytes.h"
#include "indicators/host.h"
#include "indicators/links.h"
#include "indicators/url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bridle;
  auto text = as_text({data, size});
  auto links = find_links(text);
  if (links.size() > links_per_text) std::abort();
  for (const Link& link : links) {
    if (link.offset >= text.size()) std::abort();
    auto host = host_of_url(link.url);
    if (!host) std::abort();
    // What is normalised stays as it is when it is normalised again.
    if (auto url = canonical_url(link.url)) {
      auto again = canonical_url(url->text());
      if (!again || again->text() != url->text()) std::abort();
    }
  }
  return 0;
}

#include "indicators/url_index.h"

#include <algorithm>

#include "indicators/url.h"

namespace bridle {
namespace {

/// What two URLs must share: "host:port/path", with no slash at the end.
std::string place_of(const CanonicalUrl& url) {
  std::string place(without_www(url.host));
  if (!url.port.empty()) place += ":" + url.port;
  place += url.path;
  while (place.ends_with('/')) place.pop_back();
  return place;
}

}  // namespace

void UrlIndex::add(const Indicator& indicator, std::uint32_t number) {
  auto url = canonical_url(indicator.normalised);
  if (!url) return;
  auto host = parse_host(url->host);
  if (!host) return;
  auto bare = without_www(host->text());
  auto place = place_of(*url);
  auto entry = static_cast<std::uint32_t>(entries_.size());
  hosts_.add(RunningHash::of_host(bare), bare, entry);
  places_.add(RunningHash::of_path(place), place, entry);
  entries_.push_back({number, indicator.directory, indicator.host_too, url->scheme, url->query});
}

void UrlIndex::match(const ParsedHost& host, std::string_view text, std::vector<Hit>& out) const {
  auto bare = without_www(host.text());
  if (hosts_.empty()) return;
  auto here = hosts_.find(RunningHash::of_host(bare), bare);
  if (here.empty()) return;
  for (std::uint32_t found : here)
    if (entries_[found].host_too) out.push_back({entries_[found].number, Grade::host_only});
  auto url = text.empty() ? std::nullopt : canonical_url(text);
  if (!url) return;
  auto place = place_of(*url);
  RunningHash hash;
  for (std::size_t begin = 0, end = 0; begin <= place.size(); begin = end + 1) {
    end = std::min(place.find('/', begin), place.size());
    bool whole = end == place.size();
    hash.add(std::string_view(place).substr(begin, end - begin));
    for (std::uint32_t found : places_.find(hash.value(), std::string_view(place).substr(0, end))) {
      const Entry& entry = entries_[found];
      if (whole ? !entry.query.empty() && entry.query != url->query : !entry.prefix) continue;
      auto grade = whole ? Grade::exact : Grade::directory;
      if (whole && entry.query.empty() && !url->query.empty() && !entry.prefix) grade = Grade::query_differs;
      bool same_scheme = entry.scheme.empty() || url->scheme.empty() || entry.scheme == url->scheme;
      if (!same_scheme) grade = std::max(grade, Grade::scheme_differs);
      out.push_back({entry.number, grade});
    }
  }
}

}  // namespace bridle

#include "formats/link_metadata.h"

#include <set>

#include "base/text.h"
#include "formats/keyed_archive.h"

namespace bridle {
namespace {

constexpr std::size_t url_limit =
    16 << 20;  // bytes of all URLs: bases are shared, so the archive does not bound them

Resolved find_metadata(const KeyedArchive& archive) {
  Resolved root = archive.root();
  if (root.is_a("LPLinkMetadata")) return root;
  for (std::string_view member : {"richLinkMetadata", "metadata"})  // RichLink, LPSharingMetadataWrapper
    if (Resolved metadata = root[member]; metadata.is_a("LPLinkMetadata")) return metadata;
  return {};
}

std::optional<std::string> owned(std::optional<std::string_view> text) {
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

/// A string is taken for a URL when it begins with a scheme and "//".
bool looks_like_url(std::string_view text) {
  auto colon = text.find("://");
  if (colon == std::string_view::npos || colon == 0 || colon > 32 || !is_alpha(text[0])) return false;
  for (char c : text.substr(0, colon))
    if (!is_alnum(c) && c != '+' && c != '-' && c != '.') return false;
  return true;
}

/// Collects URLs once each.
class Urls {
 public:
  void leave_out(const std::optional<std::string>& url) {
    if (url) seen_.insert(*url);
  }
  Result<> add(std::string url) {
    size_ += url.size();
    if (size_ > url_limit) return fail(Fault::limit, "URLs of a balloon are over 16 MiB");
    if (!url.empty() && seen_.insert(url).second) urls_.push_back(std::move(url));
    return {};
  }
  std::vector<std::string> take() { return std::move(urls_); }

 private:
  std::set<std::string> seen_;
  std::vector<std::string> urls_;
  std::size_t size_ = 0;
};

}  // namespace

Result<LinkMetadata> read_link_metadata(Bytes bytes) {
  Plist plist = TRY(Plist::parse(bytes));
  KeyedArchive archive = TRY(KeyedArchive::open(plist));
  LinkMetadata link;
  if (Resolved metadata = find_metadata(archive)) {
    link.original_url = metadata["originalURL"].url();
    link.url = metadata["URL"].url();
    link.title = owned(metadata["title"].string());
    link.summary = owned(metadata["summary"].string());
    link.site_name = owned(metadata["siteName"].string());
    link.item_type = owned(metadata["itemType"].string());
  }
  link.is_placeholder = archive.root()["richLinkIsPlaceholder"].boolean().value_or(false);
  Urls urls;
  urls.leave_out(link.original_url);
  urls.leave_out(link.url);
  for (std::size_t i = 0; i < archive.object_count(); ++i) {
    Resolved object = archive.object(i);
    if (auto url = object.url())
      TRY(urls.add(std::move(*url)));
    else if (auto text = object.value().string(); text && looks_like_url(*text))
      TRY(urls.add(std::string(*text)));
  }
  link.other_urls = urls.take();
  return link;
}

}  // namespace bridle

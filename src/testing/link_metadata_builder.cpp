#include "testing/link_metadata_builder.h"

#include "testing/keyed_archive_builder.h"

namespace bridle::testing {

std::string write_link_metadata(const LinkMetadataTemplate& link) {
  KeyedArchiveBuilder archive;
  PlistTree root = archive.add(PlistTree());
  PlistTree::Dictionary metadata{{"version", 1}, {"originalURL", archive.add_url(link.original_url)}};
  if (link.url) metadata.emplace_back("URL", archive.add_url(*link.url));
  if (link.title) metadata.emplace_back("title", archive.add(PlistTree(*link.title)));
  if (link.summary) metadata.emplace_back("summary", archive.add(PlistTree(*link.summary)));
  if (!link.image_urls.empty()) {
    PlistTree::Array images;
    for (const std::string& url : link.image_urls)
      images.push_back(archive.add("LPImageMetadata", {{"version", 1}, {"URL", archive.add_url(url)}}));
    metadata.emplace_back("images", archive.add_array(std::move(images)));
  }
  PlistTree inner = archive.add("LPLinkMetadata", std::move(metadata));
  archive.replace(root, "RichLink",
                  {{"richLinkIsPlaceholder", link.is_placeholder}, {"richLinkMetadata", inner}});
  return archive.write(root);
}

}  // namespace bridle::testing

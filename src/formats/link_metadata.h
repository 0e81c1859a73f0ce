#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// `payload_data` of a message with a balloon (docs/formats/link_metadata.md), above all the preview of a
/// link (com.apple.messages.URLBalloonProvider: RichLink with an LPLinkMetadata). Other balloons are keyed
/// archives too: of them only `other_urls` is filled.
struct LinkMetadata {
  std::optional<std::string> original_url;  ///< what was sent
  std::optional<std::string> url;           ///< where redirects led when the preview was fetched
  std::optional<std::string> title;
  std::optional<std::string> summary;
  std::optional<std::string> site_name;
  std::optional<std::string> item_type;  ///< "article"
  bool is_placeholder = false;           ///< the preview was not fetched (yet)
  /// Every other URL in the archive, once each, in the archive's order: images, icons, videos, redirects.
  std::vector<std::string> other_urls;
};

/// Faults: those of Plist::parse; malformed (no keyed archive); limit (the URLs are over 16 MiB).
/// Source: corpus ios-imessage-payloads (url_message, app_store, app_message).
Result<LinkMetadata> read_link_metadata(Bytes bytes);

}  // namespace bridle

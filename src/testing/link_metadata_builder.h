#pragma once

#include <optional>
#include <string>
#include <vector>

namespace bridle::testing {

/// `payload_data` of a message with a link preview, as Messages writes it.
struct LinkMetadataTemplate {
  std::string original_url;
  std::optional<std::string> url;
  std::optional<std::string> title;
  std::optional<std::string> summary;
  std::vector<std::string> image_urls;
  bool is_placeholder = false;
};

std::string write_link_metadata(const LinkMetadataTemplate& link);

}  // namespace bridle::testing

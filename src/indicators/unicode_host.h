#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bridle {

/// A host name in any script as it is looked up: lower-case ASCII with "xn--" labels. Nothing when browsers
/// would refuse it. Source: UTS #46, non-transitional, as WebKit and Chromium do it (both through ICU).
std::optional<std::string> unicode_to_ascii(std::string_view host);

/// May this normalised host hold letters beyond ASCII?
bool is_international(std::string_view host);

/// What a reader may take a normalised host for: two hosts with the same skeleton look alike. Label by label,
/// so that dots stay dots. Empty when the host cannot be read. Source: UTS #39, section 4.
std::string host_skeleton(std::string_view host);

}  // namespace bridle

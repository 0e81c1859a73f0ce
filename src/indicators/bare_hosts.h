#pragma once

#include <string_view>

#include "indicators/text_blocks.h"

namespace bridle {

/// Generic domains under which a bare "name.tld" in running text is taken for a host, in any case. Country
/// domains are not among them: "ok.is", "notes.md" and "libfoo.so" are words, files and libraries.
bool is_bare_suffix(std::string_view label);

/// May a stretch of text without a scheme and without brackets hold a link? Decides only what it can decide
/// cheaply: words with a dot inside are common, hosts among them are rare.
bool may_hold_bare_host(std::string_view run);
/// The same for a stretch of ASCII that begins at the bit `at` of a block.
bool may_hold_bare_host(std::string_view run, const BlockMasks& block, std::size_t at);

}  // namespace bridle

#pragma once

#include <string>

#include "formats/webkit_origin.h"

namespace bridle::testing {

/// A file `origin`, with bytes of a checksum behind it.
inline std::string write_webkit_origin(const WebKitOrigin& origins) {
  std::string out;
  auto put = [&](std::uint64_t value, int width) {
    for (int i = 0; i < width; ++i) out += static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  for (const WebOrigin* origin : {&origins.top, &origins.client}) {
    for (const std::string* text : {&origin->scheme, &origin->host}) {
      put(text->size(), 4);
      put(1, 1);
      out += *text;
    }
    put(origin->port ? 1 : 0, 1);
    if (origin->port) put(*origin->port, 2);
  }
  return out + std::string(20, 's');
}

}  // namespace bridle::testing

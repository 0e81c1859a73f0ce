#include "testing/deflate.h"

#include <zlib.h>

#include <cstdint>

namespace bridle::testing {

std::string deflate(std::string_view text) {
  uLongf size = ::compressBound(static_cast<uLong>(text.size()));
  std::string out(size, '\0');
  ::compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
             static_cast<uLong>(text.size()));
  out.resize(size);
  return out;
}

std::string gzip(std::string_view text) {
  std::string raw = deflate(text);
  std::string out("\x1F\x8B\x08\0\0\0\0\0\0\x03", 10);
  out += raw.substr(2, raw.size() - 6);  // without the head and the checksum of a zlib stream
  auto put = [&](std::uint64_t value) {
    for (int i = 0; i < 4; ++i) out += static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  put(::crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size())));
  put(text.size());
  return out;
}

}  // namespace bridle::testing

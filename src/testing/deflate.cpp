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
  std::string stream = deflate(text);
  auto sum = ::crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
  std::string out("\x1F\x8B\x08\0\0\0\0\0\0\x03", 10);
  out += stream.substr(2, stream.size() - 6);
  for (std::uint64_t number : {std::uint64_t{sum}, std::uint64_t{text.size()}})
    for (int i = 0; i < 4; ++i) out += static_cast<char>(number >> (8 * i) & 0xFF);
  return out;
}

}  // namespace bridle::testing

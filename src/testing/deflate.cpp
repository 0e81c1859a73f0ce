#include "testing/deflate.h"

#include <zlib.h>

namespace bridle::testing {

std::string deflate(std::string_view text) {
  uLongf size = ::compressBound(static_cast<uLong>(text.size()));
  std::string out(size, '\0');
  ::compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
             static_cast<uLong>(text.size()));
  out.resize(size);
  return out;
}

}  // namespace bridle::testing

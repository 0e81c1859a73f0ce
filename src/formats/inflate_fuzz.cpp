#include "formats/inflate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto out = bridle::inflate_zlib({data, size}, 1 << 20);
  if (out && out->bytes.size() > 1 << 20) __builtin_trap();
  auto file = bridle::inflate_gzip({data, size}, 1 << 20);
  if (file && file->bytes.size() > 1 << 20) __builtin_trap();
  (void)bridle::inflate_raw({data, size}, 1 << 20);
  return 0;
}

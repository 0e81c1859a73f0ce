#include "formats/apk_signing_block.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bridle::Bytes bytes{data, size};
  for (const bridle::ApkCertificate& each : bridle::read_signing_block(bytes).certificates)
    if (each.der.size() > size) __builtin_trap();
  if (size >= bridle::signing_block_footer_size)
    (void)bridle::signing_block_size(bytes.last(bridle::signing_block_footer_size));
  return 0;
}

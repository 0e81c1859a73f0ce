#include "formats/link_metadata.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)bridle::read_link_metadata({data, size});
  return 0;
}

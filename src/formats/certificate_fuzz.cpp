#include "formats/certificate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)bridle::read_certificate({data, size});
  return 0;
}

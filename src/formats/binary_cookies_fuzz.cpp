#include "formats/binary_cookies.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)bridle::read_binary_cookies({data, size}, {.cookie = [](const bridle::BinaryCookie&) {},
                                                   .skip = [](std::uint64_t, const bridle::Error&) {}});
  return 0;
}

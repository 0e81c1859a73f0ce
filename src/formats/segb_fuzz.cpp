#include "formats/segb.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)bridle::read_segb({data, size}, {.entry = [](const bridle::SegbEntry&) {},
                                         .skip = [](std::uint64_t, const bridle::Error&) {}});
  return 0;
}

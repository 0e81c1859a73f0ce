#include "formats/fsevents.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)bridle::read_fsevents({data, size}, {.entry = [](const bridle::FseventsEntry&) {},
                                             .skip = [](std::uint64_t, const bridle::Error&) {}});
  return 0;
}

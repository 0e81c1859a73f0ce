#include "formats/message_summary.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)bridle::read_message_summary({data, size});
  return 0;
}

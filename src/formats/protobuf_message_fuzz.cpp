#include "formats/protobuf_message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto json = bridle::protobuf_as_json({data, size});
  if (json && json->size() > (1U << 20)) __builtin_trap();  // the bound of what is shown
  return 0;
}

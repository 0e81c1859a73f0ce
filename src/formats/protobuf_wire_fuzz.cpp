#include "formats/protobuf_wire.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bridle::WireReader reader({data, size});
  for (auto field = reader.next(); field && *field; field = reader.next()) continue;
  return 0;
}

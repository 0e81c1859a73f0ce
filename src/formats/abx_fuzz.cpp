#include "formats/abx.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto reader = bridle::AbxReader::open({data, size});
  if (!reader) return 0;
  for (auto element = reader->next(); element && *element; element = reader->next())
    (void)(*element)->attribute("key");
  return 0;
}

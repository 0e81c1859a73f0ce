#include "formats/mbdb.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto reader = bridle::MbdbReader::open({data, size});
  if (!reader) return 0;
  std::size_t last = 0;
  while (true) {
    auto record = reader->next();
    if (!record || !*record) return 0;
    if ((*record)->offset <= last) std::abort();  // it must move on
    last = (*record)->offset;
  }
}

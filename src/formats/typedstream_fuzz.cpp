#include "formats/attributed_text.h"
#include "formats/typedstream.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)bridle::read_typedstream({data, size});
  (void)bridle::read_attributed_text({data, size});
  return 0;
}

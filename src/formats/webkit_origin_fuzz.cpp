#include "formats/webkit_origin.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)bridle::read_webkit_origin({data, size});
  (void)bridle::origin_of_name(bridle::as_text({data, size}));
  return 0;
}

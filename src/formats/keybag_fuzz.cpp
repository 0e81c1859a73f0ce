#include "formats/keybag.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto bag = bridle::read_keybag({data, size});
  if (bag && (bag->classes.empty() || bag->classes.size() > 256)) std::abort();
  (void)bridle::read_wrapped_key({data, size});
  return 0;
}

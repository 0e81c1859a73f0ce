#include "formats/adb_keys.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)bridle::read_adb_key_store(bridle::as_text({data, size}), 1'700'000'000'000);
  return 0;
}

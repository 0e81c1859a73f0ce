#include "formats/tombstone.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)bridle::read_tombstone_protobuf({data, size});
  (void)bridle::read_tombstone_text(bridle::as_text({data, size}));
  return 0;
}

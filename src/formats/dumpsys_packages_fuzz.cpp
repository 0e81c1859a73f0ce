#include "formats/dumpsys_packages.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bridle::DumpPackageReader reader(bridle::as_text({data, size}));
  while (reader.next()) continue;
  if (reader.blocks() > static_cast<std::int64_t>(size)) __builtin_trap();
  return 0;
}

#include "formats/axml.h"

#include "formats/android_manifest.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (auto xml = bridle::AxmlReader::open({data, size}))
    for (auto event = xml->next(); event && *event; event = xml->next())
      if ((*event)->depth < 1) __builtin_trap();
  if (auto manifest = bridle::read_android_manifest({data, size})) (void)manifest->has_launcher();
  return 0;
}

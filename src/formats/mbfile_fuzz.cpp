#include "formats/mbfile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static bridle::MbFileReader reader;  // used again, as for a whole Manifest.db
  auto file = reader.read({data, size});
  if (!file) return 0;
  bridle::Plist plist;
  (void)bridle::read_extended_attributes(file->extended_attributes, plist);
  return 0;
}

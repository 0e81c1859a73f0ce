#include "formats/zip_index.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bridle::Bytes bytes{data, size};
  auto end = bridle::find_zip_end(bytes, size);
  if (!end) return 0;
  auto found = bridle::read_zip_directory(bridle::slice(bytes, end->directory_at, end->directory_size), 1000);
  for (const bridle::ZipMember& member : found.members)
    (void)bridle::read_zip_header(bridle::slice(bytes, member.header_at, bridle::zip_header_size), member);
  return 0;
}

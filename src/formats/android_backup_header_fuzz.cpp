#include "formats/android_backup_header.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bridle;
  auto header = parse_android_backup_header({data, size});
  if (!header) return 0;
  if (header->size > size || header->version < 1) __builtin_trap();
  if (header->encrypted && (header->user_salt.size() != 64 || header->user_iv.size() != 16)) __builtin_trap();
  return 0;
}

#include "evidence/unwrap.h"
#include "formats/android_backup_header.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bridle;
  auto header = parse_android_backup_header({data, size});
  if (header && header->rounds > 100) return 0;  // time is bounded elsewhere
  auto file = view_source({data, size});
  std::uint64_t written = 0;
  (void)open_android_backup(*file, as_bytes("pw"), 1 << 20, [&](Bytes bytes) -> Result<> {
    written += bytes.size();
    return {};
  });
  if (written > 1 << 20) __builtin_trap();
  return 0;
}

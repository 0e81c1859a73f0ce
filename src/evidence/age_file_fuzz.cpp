#include "evidence/unwrap.h"

// A passphrase opens seeds of a low work factor; an identity that is none opens nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bridle;
  auto file = view_source({data, size});
  auto drop = [](Bytes) -> Result<> { return {}; };
  constexpr std::string_view identity =
      "AGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRWSVLUL66MV4QX3S7F6";
  (void)open_age_file(*file, as_bytes("pw"), as_bytes(identity), 1 << 20, drop);
  return 0;
}

#include <cstdlib>

#include "packs/minisign.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bridle;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)read_minisign_public_key(text);
  (void)read_minisign_secret_key(text);
  auto key = read_minisign_secret_key(std::string(32, '\x07'));
  if (!key) std::abort();
  // Nobody else has this key.
  if (check_minisign(key->public_key(), as_bytes("never signed"), text)) std::abort();
  return 0;
}

#include "formats/age_header.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bridle;
  Bytes bytes{data, size};
  (void)parse_age_identity(as_text(bytes));
  auto header = parse_age_header(bytes);
  if (!header) return 0;
  if (header->size > size || header->authenticated >= header->size || header->stanzas.empty() ||
      header->stanzas.size() > age_stanza_limit || header->mac.size() != 32)
    __builtin_trap();
  return 0;
}

#include "formats/attributed_text.h"

#include <cstdlib>

#include "testing/typedstream_builder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto text = bridle::read_attributed_text({data, size});
  if (!text) return 0;
  // The text, written with one plain run, reads back as itself.
  std::string again = bridle::testing::write_typedstream(bridle::testing::plain_text(text->text));
  auto reread = bridle::read_attributed_text(bridle::as_bytes(again));
  if (!reread || reread->stopped || reread->text != text->text || reread->runs.size() != 1) std::abort();
  return 0;
}

#include <cstdlib>

#include "base/bytes.h"
#include "fetch/source.h"
#include "fetch/source_folder.h"
#include "fetch/taxii_envelope.h"

// What bridle-fetch reads itself: its configuration, its record, and of what servers send the envelope only.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto text = bridle::as_text({data, size});
  if (auto sources = bridle::read_fetch_config(text))
    for (const bridle::Source& source : *sources)
      if (!bridle::is_file_name(source.name)) std::abort();
  if (auto record = bridle::read_fetch_record(text)) {
    auto written = bridle::write_fetch_record(*record);
    auto again = bridle::read_fetch_record(written);
    if (!again || bridle::write_fetch_record(*again) != written) std::abort();
  }
  (void)bridle::read_taxii_envelope(text);
  return 0;
}

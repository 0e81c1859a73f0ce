#include "base/bytes.h"
#include "formats/intrusion_log.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::int64_t last = 0;
  auto rising = [&](std::int64_t line) {
    if (line < last) __builtin_trap();
    last = line;
  };
  bridle::read_intrusion_log(bridle::as_text({data, size}), 1, "",
                             {.event = [&](std::int64_t line, auto, auto) { rising(line); },
                              .skip = [&](std::int64_t line, const auto&) { rising(line); }});
  return 0;
}

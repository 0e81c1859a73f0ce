#include "formats/dumpsys_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bridle;
  DumpLines lines(as_text({data, size}));
  while (auto line = lines.next()) {
    (void)dump_quoted(line->text, "a");
    (void)dump_bracketed(line->text, "a");
    (void)dump_integer(line->text, "a");
    (void)dump_duration_ms(line->text);
    (void)dump_uid(line->text);
    (void)dump_component(line->text);
    (void)is_package_name(line->text);
  }
  return 0;
}

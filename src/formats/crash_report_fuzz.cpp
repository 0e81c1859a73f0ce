#include "formats/crash_report.h"

#include "base/bytes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)bridle::read_crash_reports(
      bridle::as_text({data, size}), 1,
      {.report = [](bridle::CrashReport&) {}, .skip = [](std::int64_t, const bridle::Error&) {}});
  return 0;
}

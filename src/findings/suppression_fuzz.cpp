#include "findings/suppression.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto parsed = bridle::parse_suppressions({reinterpret_cast<const char*>(data), size});
  if (!parsed && !parsed.error().message.starts_with("line ") && parsed.error().fault != bridle::Fault::limit)
    __builtin_trap();  // an examiner must be told where
  if (parsed)
    for (const bridle::Suppression& s : *parsed)
      if (s.rule.empty() == s.indicator.empty() || s.reason.empty() || s.author.empty() || s.date.empty())
        __builtin_trap();
  return 0;
}

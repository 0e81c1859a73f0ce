#include <cstdlib>

#include "scan/yara_rules.h"

// Rules and content, parted by a zero. The library is Debian's; what is tried is our use of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bridle;
  auto text = as_text({data, size});
  auto end = text.find('\0');
  if (end == std::string_view::npos) return 0;
  auto compiled = compile_yara({{"fuzz", std::string(text.substr(0, end))}});
  if (!compiled || compiled->rules() == 0) return 0;
  auto scanner = YaraScanner::load(as_bytes(compiled->bytes));
  if (!scanner) std::abort();
  auto content = as_bytes(text.substr(end + 1));
  (void)scanner->scan(content, 5, [&](const YaraMatch& match) {
    if (match.offset && *match.offset > content.size()) std::abort();
  });
  return 0;
}

#include "formats/keybag.h"

#include <cstdlib>

#include "testing/keybag_builder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto bag = bridle::read_keybag({data, size});
  if (!bag) return 0;
  if (bag->classes.empty() || bag->classes.size() > 256) std::abort();
  bridle::testing::KeybagTemplate copy{.version = bag->version, .iterations = bag->iterations};
  for (const bridle::KeybagClass& one : bag->classes)
    copy.classes.push_back({.id = one.id,
                            .wrap = one.wrap,
                            .key_type = one.key_type,
                            .wrapped_key = std::string(bridle::as_text(one.wrapped_key))});
  std::string bytes = bridle::testing::write_keybag(copy);
  auto again = bridle::read_keybag(bridle::as_bytes(bytes));
  if (!again || again->version != bag->version || again->classes.size() != bag->classes.size()) std::abort();
  for (std::size_t i = 0; i < bag->classes.size(); ++i)
    if (again->classes[i].id != bag->classes[i].id || again->classes[i].wrap != bag->classes[i].wrap)
      std::abort();
  return 0;
}

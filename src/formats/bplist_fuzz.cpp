#include "formats/bplist.h"

#include <cstdlib>

#include "formats/plist.h"
#include "testing/plist_builder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (!bridle::is_bplist({data, size})) return 0;
  auto plist = bridle::Plist::parse({data, size});
  if (!plist || size > 4096) return 0;
  std::string json = bridle::to_json(plist->root());
  std::string again = bridle::testing::write_bplist(bridle::testing::tree_of(plist->root()));
  auto reread = bridle::Plist::parse(bridle::as_bytes(again));
  if (!reread || bridle::to_json(reread->root()) != json) std::abort();
  return 0;
}

#include "formats/plist_xml.h"

#include <cstdlib>

#include "formats/bplist.h"
#include "formats/plist.h"
#include "testing/plist_builder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (bridle::is_bplist({data, size})) return 0;
  auto plist = bridle::Plist::parse({data, size});
  if (!plist) return 0;
  std::string json = bridle::to_json(plist->root());
  // What the list holds goes through the XML writer and back. Text with controls cannot stand in XML, and
  // null becomes text: both show themselves in the JSON.
  if (json.find("\\u00") != std::string::npos || json.find("\\r") != std::string::npos ||
      json.find("null") != std::string::npos)
    return 0;
  std::string xml = bridle::testing::write_plist_xml(bridle::testing::tree_of(plist->root()));
  auto reread = bridle::Plist::parse(bridle::as_bytes(xml));
  if (!reread || bridle::to_json(reread->root()) != json) std::abort();
  return 0;
}

#include "formats/keyed_archive.h"

namespace {

/// Walks at most `budget` objects, through everything that a reader might ask for.
void walk(const bridle::Resolved& object, int& budget) {
  if (!object || --budget < 0) return;
  object.is_a("NSURL");
  object.string();
  object.data();
  object.date();
  object.url();
  object.uuid();
  object.find("key");
  for (std::size_t i = 0; i < object.size() && budget > 0; ++i) {
    walk(object.key(i), budget);
    walk(object.at(i), budget);
  }
  for (std::size_t i = 0; i < object.value().size() && budget > 0; ++i) walk(object.member(i), budget);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto plist = bridle::Plist::parse({data, size});
  if (!plist) return 0;
  auto archive = bridle::KeyedArchive::open(*plist);
  if (!archive) return 0;
  int budget = 500;
  walk(archive->root(), budget);
  for (std::size_t i = 0; i < archive->object_count() && budget > 0; ++i) walk(archive->object(i), budget);
  return 0;
}

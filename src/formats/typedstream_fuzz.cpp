#include "formats/typedstream.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto stream = bridle::read_typedstream({data, size});
  if (!stream) return 0;
  for (const bridle::TypedValue& value : stream->values) {
    bool refers = value.kind == bridle::TypedValue::Kind::object ||
                  value.kind == bridle::TypedValue::Kind::class_reference;
    if (refers && value.object >= stream->objects.size()) std::abort();
    if (value.next != bridle::TypedValue::none && value.next >= stream->values.size()) std::abort();
  }
  return 0;
}

#include "evidence/apk.h"

#include "evidence/certificate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto source = bridle::view_source({data, size});
  auto apk = bridle::Apk::open(*source);
  if (!apk) return 0;
  for (const bridle::ZipMember& member : apk->members()) (void)apk->content(member, 1 << 16);
  std::vector<bridle::Error> troubles;
  for (const auto& each : apk->certificates(troubles))
    (void)bridle::describe_certificate(bridle::as_bytes(each.der));
  (void)apk->oddities();
  return 0;
}

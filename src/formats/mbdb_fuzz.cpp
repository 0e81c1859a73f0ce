#include "formats/mbdb.h"

#include <cstdlib>

#include "testing/mbdb_builder.h"

namespace {

/// What was read, written and read again, is the same.
bool survives(const bridle::MbdbRecord& record) {
  bridle::testing::MbdbTemplate copy{.domain = std::string(record.domain),
                                     .path = std::string(record.path),
                                     .mode = record.mode,
                                     .inode = record.inode,
                                     .uid = record.uid,
                                     .gid = record.gid,
                                     .size = record.size,
                                     .protection_class = record.protection_class};
  for (const auto& [name, value] : record.properties)
    copy.properties.emplace_back(std::string(name), std::string(bridle::as_text(value)));
  std::string bytes = bridle::testing::write_mbdb({copy});
  auto reader = bridle::MbdbReader::open(bridle::as_bytes(bytes));
  if (!reader) return false;
  auto again = reader->next();
  return again && *again && (*again)->domain == record.domain && (*again)->path == record.path &&
         (*again)->inode == record.inode && (*again)->size == record.size &&
         (*again)->properties.size() == record.properties.size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto reader = bridle::MbdbReader::open({data, size});
  if (!reader) return 0;
  std::size_t last = 0;
  while (true) {
    auto record = reader->next();
    if (!record || !*record) return 0;
    if ((*record)->offset <= last || !survives(**record)) std::abort();  // it must move on, too
    last = (*record)->offset;
  }
}

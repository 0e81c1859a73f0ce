#include "formats/file_list.h"

// What is read and written again reads the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bridle;
  FileListReader reader(Bytes{data, size});
  for (;;) {
    auto file = reader.next();
    if (!file || !*file) return 0;
    std::string again;
    append_listed_file(again, **file);
    auto same = FileListReader(as_bytes(again)).next();
    if (!same || !*same || (*same)->device_path != (*file)->device_path ||
        (*same)->created != (*file)->created)
      __builtin_trap();
  }
}

#include "evidence/archive_reader.h"

// Lists an archive and inflates every other entry: no path that leaves it, no content past its bounds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bridle;
  static const bool prepared = (prepare_archive_names(), true);
  (void)prepared;
  auto content = view_source(Bytes{data, size});
  auto reader = ArchiveReader::open(*content);
  if (!reader) return 0;
  auto skip = [](const std::string&, const Error&) {};
  for (int entries = 0; entries < 1000; ++entries) {
    auto entry = (*reader)->next(skip);
    if (!entry || *entry == nullptr) return 0;
    std::string_view path = (*entry)->path;
    if (path.empty() || path.starts_with('/') || path.starts_with("../") || path.contains("/../") ||
        path.ends_with("/..") || path == "..")
      __builtin_trap();
    std::uint64_t written = 0;
    auto write = [&](Bytes bytes) -> Result<> {
      written += bytes.size();
      return {};
    };
    constexpr std::uint64_t most = 1 << 20;
    if (entries % 2 == 0) (void)(*reader)->content(most, write);
    if (written > most) __builtin_trap();
  }
  return 0;
}

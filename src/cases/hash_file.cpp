#include "cases/hash_file.h"

#include <unistd.h>

#include <cerrno>
#include <memory>

#include "base/sha256.h"

namespace bridle {

Result<HashedFile> hash_open_file(const Fd& file) {
  constexpr std::size_t piece = 256 << 10;
  thread_local auto buffer = std::make_unique<std::uint8_t[]>(piece);
  thread_local Sha256 hash;
  HashedFile hashed;
  for (;;) {
    ssize_t got = ::read(file.get(), buffer.get(), piece);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      int number = errno;
      hash.finish();
      return fail(Fault::io, "cannot read the file: " + system_message(number));
    }
    if (got == 0) break;
    hash.update(Bytes{buffer.get(), static_cast<std::size_t>(got)});
    hashed.size += static_cast<std::uint64_t>(got);
  }
  hashed.sha256 = to_hex(hash.finish());
  return hashed;
}

Result<HashedFile> hash_file(const std::string& path) {
  return hash_open_file(TRY(open_for_reading(path)));
}

}  // namespace bridle

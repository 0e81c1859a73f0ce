#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "evidence/byte_source.h"

namespace bridle {

/// The name under which our file system is known to SQLite. It is never the default one, knows no path, and
/// can change nothing: it reads the sources that are lent to it, each under a made-up name.
constexpr const char* vfs_name = "bridle";

/// Lends a source to SQLite under a made-up name while the object lives. Thread-safe. Borrows: `source`.
class LentSource {
 public:
  /// Registers the file system on first use. Faults: io (SQLite cannot be initialised).
  static Result<LentSource> lend(ByteSource& source);
  LentSource(LentSource&& other) noexcept : name_(std::exchange(other.name_, {})) {}
  LentSource& operator=(LentSource&&) = delete;
  ~LentSource();
  /// What `sqlite3_open_v2` takes for a file name, together with `vfs_name`.
  const std::string& name() const { return name_; }

 private:
  explicit LentSource(std::string name) : name_(std::move(name)) {}
  std::string name_;
};

/// How often SQLite tried to write, cut or delete something of ours since the process began. Always 0; tests
/// ask.
std::uint64_t refused_writes();

}  // namespace bridle

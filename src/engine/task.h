#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/limits.h"
#include "base/secret.h"
#include "evidence/entry.h"

namespace bridle {

/// What a worker is asked to do. Everything it may touch comes with it as a descriptor.
enum class TaskKind : std::uint8_t {
  unlock,         ///< read the container's property lists; derive the keys from the password
  list,           ///< read the container's index into entries
  extract,        ///< one artefact × one entry
  list_archive,   ///< read the names in an archive into entries
  unpack,         ///< inflate the wanted entries of an archive into a nameless file
  facts,          ///< read what one file of a dump says of the device
  sections,       ///< find the sections of a bug report's text
  unwrap,         ///< decrypt and inflate what is encrypted or compressed as a whole
  compile_rules,  ///< YARA rules as text into libyara's form
};

/// A piece of a file: where a task's content stands in an archive, or in what was unpacked from it. It may
/// end after the file does.
struct FileRange {
  std::uint64_t offset = 0, size = 0;
};

/// A stored file as it goes to a worker.
struct TaskFile {
  std::optional<std::uint64_t> recorded_size;
  bool encrypted = false;
  std::string problem;             ///< why not all of it is there, when that is known already
  std::optional<FileRange> range;  ///< the content is this piece of the file; none = the whole file
  Secret key;  ///< 32 bytes, or empty: an encrypted file without a key is refused before it gets here
};

/// One task, without its descriptors.
struct Task {
  TaskKind kind = TaskKind::extract;
  std::uint32_t artefact = 0;  ///< index into catalogue(), for `extract`
  Entry entry;
  TaskFile content, wal;
  bool has_wal = false;
  Limits limits;
  Secret password;  ///< for `unlock` and `unwrap`
  Secret identity;  ///< for `unwrap`: the text of an age identity file
};

/// The descriptors that go with a task, in this order on the socket. -1 = none.
struct TaskFiles {
  int content =
      -1;        ///< the stored file; for `unlock`: Manifest.plist; for `list_archive`, `unpack`: the archive
  int wal = -1;  ///< its write-ahead log; for `unlock`: Info.plist; for `unpack`: the numbers that are wanted
  int extra = -1;    ///< for `unlock`: Status.plist; for `extract`: compiled rules
  int output = -1;   ///< batch file, the only one that it can write
  int scratch = -1;  ///< nameless file for content too large for memory; for `unpack` and `unwrap`: where the
                     ///< content goes
  int keys = -1;     ///< for `unlock`: the pipe for the keys
};

/// Bytes of a task for the way to a worker, and back. Both ends are ours; the bytes hold keys and are wiped
/// by the Secret that carries them; what is unpacked survives one fork, into the worker that it is for.
Secret pack_task(const Task& task);
Result<Task> unpack_task(Bytes bytes);

}  // namespace bridle

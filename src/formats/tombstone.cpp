#include "formats/tombstone.h"

namespace bridle {

bool is_worth_a_look(TombstoneThing::Kind kind, std::string_view path, bool is_code) {
  bool deleted = path.ends_with(" (deleted)");
  bool in_tmp = path.starts_with("/data/local/tmp/");
  if (kind == TombstoneThing::Kind::open_file)
    return in_tmp || (deleted && !path.starts_with("/dev/") && !path.starts_with("/memfd:")) ||
           path.ends_with(".db");
  if (kind == TombstoneThing::Kind::frame)
    return in_tmp || path.starts_with("/data/data/") || path.starts_with("/data/user/");
  if (!is_code) return in_tmp;
  // The just-in-time compiler keeps its own deleted memory.
  if (path.starts_with("/memfd:jit-") || path.starts_with("/dev/ashmem/dalvik-") ||
      path.starts_with("[anon:dalvik-"))
    return false;
  return in_tmp || deleted || path.starts_with("/data/data/") || path.starts_with("/data/user") ||
         path.starts_with("/memfd:") || path.starts_with("/dev/ashmem") || path.starts_with("/sdcard") ||
         path.starts_with("/storage/");
}

Result<Tombstone> read_tombstone(Bytes bytes) {
  auto text = as_text(bytes);
  // The text form begins with its rule of asterisks; a log may stand in front of it.
  if (text.starts_with("*** ***") || text.substr(0, 4096).contains("\n*** ***") ||
      text.substr(0, 4096).contains("pid: "))
    return read_tombstone_text(text);
  return read_tombstone_protobuf(bytes);
}

}  // namespace bridle

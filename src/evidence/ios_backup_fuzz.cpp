#include "evidence/ios_backup.h"

// The container's own lists: facts, keybag, index of both generations. Derivations are kept short by the
// harness, not by the reader: a keybag that asks for many iterations is passed over.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bridle;
  Bytes bytes{data, size};
  (void)describe_backup(bytes, bytes, bytes);
  auto visit = [](const std::string&, const BackupEntry& entry) {
    if (!is_file_id(entry.file_id)) __builtin_trap();
  };
  auto skip = [](const std::string&, const Error&) {};
  (void)list_manifest_mbdb(bytes, visit, skip);
  auto view = SqliteView::open(view_source(bytes), nullptr, WalUse::ignore, Limits{.seconds = 5});
  if (view) (void)list_manifest_db(*view, visit, skip);
  return 0;
}

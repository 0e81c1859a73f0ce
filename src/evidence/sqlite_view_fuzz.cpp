// Any bytes as a database (and its log, behind a length), every table scanned. What is lost must be said.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "evidence/sqlite_vfs.h"
#include "evidence/sqlite_view.h"

namespace {

void scan_everything(bridle::Bytes main, bridle::Bytes log, bridle::WalUse use) {
  bridle::Limits limits;
  limits.seconds = 5;
  limits.contiguous_bytes = 1 << 20;
  auto view = bridle::SqliteView::open(bridle::view_source(main), bridle::view_source(log), use, limits);
  if (!view) return;
  for (const std::string& table : view->tables()) {
    std::vector<std::string> names = view->columns(table);
    std::vector<std::string_view> columns(names.begin(), names.end());
    auto scan = view->scan(table, columns);
    if (!scan) continue;
    std::uint64_t rows = 0;
    for (;;) {
      auto more = scan->step();
      if (!more || !*more) break;
      for (int i = 0; i < scan->row().column_count(); ++i) {
        (void)scan->row().integer(i);
        (void)scan->row().real(i);
        (void)scan->row().text(i);
        (void)scan->row().blob(i);
      }
      if (++rows > 100'000) break;
    }
  }
  if (bridle::refused_writes() != 0) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  std::size_t log_size = static_cast<std::size_t>(bridle::load_little({data, size}, 3)) % (size - 2);
  bridle::Bytes all(data + 3, size - 3);
  bridle::Bytes main = all.first(all.size() - log_size);
  bridle::Bytes log = all.last(log_size);
  scan_everything(main, log, bridle::WalUse::overlay);
  if (log_size > 0) scan_everything(main, log, bridle::WalUse::ignore);
  return 0;
}

#include "evidence/input.h"

namespace bridle {

Result<Bytes> Input::bytes() {
  if (!view_) {
    auto source = TRY(content_(notes_));
    view_.emplace(TRY(FileView::read(*source, limits_, scratch_)));
  }
  return view_->bytes();
}

Result<std::string_view> Input::text() { return as_text(TRY(bytes())); }

Result<const Plist*> Input::plist() {
  if (!plist_) plist_.emplace(TRY(Plist::parse(TRY(bytes()))));
  return &*plist_;
}

Result<SqliteView*> Input::sqlite() {
  if (!sqlite_) {
    auto content = TRY(content_(notes_));
    std::unique_ptr<ByteSource> log;
    if (wal_) log = TRY(wal_(notes_));
    sqlite_ = std::make_unique<SqliteView>(TRY(SqliteView::open(std::move(content), std::move(log), wal_use_, limits_)));
  }
  return sqlite_.get();
}

}  // namespace bridle

#include "evidence/input.h"

#include <fmt/format.h>

#include <array>

#include "formats/inflate.h"

namespace bridle {

Result<Bytes> Input::bytes() {
  if (!view_) {
    auto source = TRY(content_(remarks_));
    view_.emplace(TRY(FileView::read(*source, limits_, scratch_)));
  }
  return view_->bytes();
}

Result<ByteSource*> Input::source() {
  if (!source_) source_ = TRY(content_(remarks_));
  return source_.get();
}

Result<Bytes> Input::rules() {
  if (!rules_) return fail(Fault::absent, "no rules were given");
  if (!rules_view_) {
    Remarks none;
    auto source = TRY(rules_(none));
    rules_view_.emplace(TRY(FileView::read(*source, limits_, -1)));
  }
  return rules_view_->bytes();
}

Result<std::string_view> Input::text() {
  return as_text(TRY(unpacked()));
}

Result<Bytes> Input::unpacked() {
  Bytes packed = TRY(bytes());
  if (!is_gzip(packed)) return packed;
  if (!unpacked_) {
    Inflated content = TRY(inflate_gzip(packed, gunzip_limit));
    if (content.cut_off) {
      remarks_.cut_off = true;
      note("the gzip file ends before its content does");
    }
    unpacked_ = std::move(content.bytes);
  }
  return as_bytes(*unpacked_);
}

Result<const Plist*> Input::plist() {
  if (!plist_) plist_.emplace(TRY(Plist::parse(TRY(bytes()))));
  return &*plist_;
}

Result<SqliteView*> Input::sqlite() {
  if (!sqlite_) {
    auto content = TRY(content_(remarks_));
    std::array<std::uint8_t, 3> mark{};
    if (content->size() >= mark.size()) TRY(content->read(0, mark));
    if (is_gzip(mark)) content = view_source(TRY(unpacked()));
    std::unique_ptr<ByteSource> log;
    if (wal_) log = TRY(wal_(remarks_));
    sqlite_ = std::make_unique<SqliteView>(
        TRY(SqliteView::open(std::move(content), std::move(log), wal_use_, limits_)));
  }
  return sqlite_.get();
}

std::optional<Time> Input::device_time(std::string_view local) const {
  auto time = parse_local_time(local);
  return time ? entry_.clock.to_utc(*time) : std::nullopt;
}

std::vector<std::string> Input::notes() const {
  std::vector<std::string> all = remarks_.notes;
  if (!sqlite_) return all;
  const SqliteNotes& notes = sqlite_->notes();
  all.insert(all.end(), notes.remarks.begin(), notes.remarks.end());
  for (std::size_t i = 0; i < notes.lost_pages.size() && i < 20; ++i) {
    const LostPage& lost = notes.lost_pages[i];
    all.push_back(fmt::format("page {} of table {} could not be read ({} rows known to be lost): {}",
                              lost.page, lost.table, lost.rows, lost.reason));
  }
  return all;
}

std::uint64_t Input::lost_pages() const {
  return sqlite_ ? sqlite_->notes().lost_page_count : 0;
}

bool Input::has_losses() const {
  return remarks_.cut_off || (sqlite_ && sqlite_->notes().has_losses());
}

}  // namespace bridle

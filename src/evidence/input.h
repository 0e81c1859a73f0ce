#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/limits.h"
#include "evidence/byte_source.h"
#include "evidence/entry.h"
#include "evidence/file_view.h"
#include "evidence/named_rows.h"
#include "evidence/side_table.h"
#include "evidence/sqlite_view.h"
#include "formats/plist.h"

namespace bridle {

/// What one task may touch: its own entry, that entry's write-ahead log, limits. Nothing else.
class Input {
 public:
  /// What opening a stored file showed: a lying size, a cut-off end.
  struct Remarks {
    std::vector<std::string> notes;
    bool cut_off = false;  ///< content is certainly missing
  };
  /// Opens a stored file as its content.
  using Opener = std::function<Result<std::unique_ptr<ByteSource>>(Remarks&)>;

  /// `wal` may be empty. `scratch` is a nameless file for content too large for memory, or none.
  Input(Entry entry, Opener content, Opener wal, const Limits& limits, WalUse wal_use, int scratch = -1)
      : entry_(std::move(entry)),
        content_(std::move(content)),
        wal_(std::move(wal)),
        limits_(limits),
        wal_use_(wal_use),
        scratch_(scratch) {}

  const Entry& entry() const { return entry_; }
  const Limits& limits() const { return limits_; }
  /// The number that the first line of the content has in the file that an examiner opens: 1, or where a
  /// section begins in its text. For `Lines`.
  std::int64_t first_line() const { return entry_.first_line; }
  /// The whole content in one piece. Faults: limit, and those of reading. Borrows: this Input.
  Result<Bytes> bytes();
  /// The content where it lies, for formats that are read by their index: packages of hundreds of MB.
  /// Borrows: this Input.
  Result<ByteSource*> source();
  /// The same as text, unpacked where it is a gzip file: phones and collectors pack logs. Faults: as
  /// `unpacked`.
  Result<std::string_view> text();
  /// The content, unpacked where it is a gzip file. Faults: also malformed and limit, of unpacking.
  Result<Bytes> unpacked();
  /// The content as a property list, binary or XML. Borrows: this Input.
  Result<const Plist*> plist();
  /// The content as a database (unpacked where it is a gzip file), with its committed write-ahead log or
  /// without (the runner decides, not the artefact). Borrows: this Input.
  Result<SqliteView*> sqlite();
  /// The examiner's YARA rules, compiled by another worker. Faults: absent, and those of reading. Borrows:
  /// this Input.
  Result<Bytes> rules();
  void give_rules(Opener rules) { rules_ = std::move(rules); }
  /// A remark for the coverage row: something about the file that a reader must know. Not evidence text.
  void note(std::string remark) { remarks_.notes.push_back(std::move(remark)); }

  /// The moment that a text of the device's wall clock names, in UTC: nothing when it is no such text, or
  /// when the evidence does not tell the clock's zone.
  std::optional<Time> device_time(std::string_view local) const;

  bool has_wal() const { return static_cast<bool>(wal_); }
  /// Remarks so far, those of the database among them.
  std::vector<std::string> notes() const;
  /// Pages of the database that could not be read: each may have held records.
  std::uint64_t lost_pages() const;
  /// Whether anything that should be there was not served: a cut-off end, damaged pages.
  bool has_losses() const;

 private:
  Entry entry_;
  Opener content_, wal_, rules_;
  Limits limits_;
  WalUse wal_use_;
  int scratch_;
  std::unique_ptr<ByteSource> source_;
  std::optional<FileView> view_, rules_view_;
  std::optional<std::string> unpacked_;
  std::optional<Plist> plist_;
  std::unique_ptr<SqliteView> sqlite_;
  Remarks remarks_;
};

}  // namespace bridle

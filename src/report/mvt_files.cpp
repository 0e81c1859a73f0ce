#include "report/mvt_files.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>

#include "base/csv.h"

namespace bridle::mvt {
namespace {

constexpr std::size_t piece_size = 1 << 18;

// A cell in one line: tools that count lines count rows.
std::string in_one_line(std::string_view text) {
  std::string line;
  for (char c : text) {
    if (c == '\n')
      line += "\\n";
    else if (c == '\r')
      line += "\\r";
    else
      line += c;
  }
  return line;
}

}  // namespace

Result<OutFile> OutFile::make(const std::string& folder, std::string_view name) {
  std::string path = fmt::format("{}/{}", folder, name);
  Fd fd{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
  if (!fd) return fail(Fault::io, fmt::format("cannot make {}: {}", path, system_message(errno)));
  return OutFile(std::move(fd));
}

Result<> OutFile::add(std::string_view text) {
  piece_ += text;
  return piece_.size() < piece_size ? Result<>() : finish();
}

Result<> OutFile::finish() {
  TRY(write_all(fd_.get(), as_bytes(piece_)));
  piece_.clear();
  return {};
}

Result<> ArrayFile::add(std::string_view json) {
  bool first = !file_;
  if (first) file_.emplace(TRY(OutFile::make(folder_, name_)));
  TRY(file_->add(!first ? ",\n" : as_members_ ? "{\n" : "[\n"));
  if (as_members_) json = json.substr(1, json.size() - 2);
  return file_->add(json);
}

Result<> ArrayFile::finish() {
  if (!file_) return {};
  TRY(file_->add(as_members_ ? "\n}\n" : "\n]\n"));
  return file_->finish();
}

Result<EventStore> EventStore::make() {
  Database database = TRY(Database::open("", Database::Mode::create));
  TRY(
      database.run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; CREATE TABLE event(time TEXT, plugin "
                   "TEXT, kind TEXT, data TEXT, "
                   "PRIMARY KEY(time, plugin, kind, data)) WITHOUT ROWID; BEGIN;"));
  Statement insert = TRY(database.prepare("INSERT OR IGNORE INTO event VALUES(?, ?, ?, ?)"));
  return EventStore(std::move(database), std::move(insert));
}

Result<> EventStore::add(std::string_view plugin, const Event& e) {
  return insert_
      .bind_all(std::string_view(e.time), plugin, std::string_view(e.kind), std::string_view(e.data))
      .run();
}

Result<> EventStore::write(const std::string& folder) {
  auto select =
      TRY(database_.prepare("SELECT time, plugin, kind, data FROM event ORDER BY time, plugin, kind, data"));
  std::optional<OutFile> file;
  while (TRY(select.step())) {
    if (!file) {
      file.emplace(TRY(OutFile::make(folder, "timeline.csv")));
      TRY(file->add("\"UTC Timestamp\",\"Plugin\",\"Event\",\"Description\"\r\n"));
    }
    TRY(file->add(fmt::format("{},{},{},{}\r\n", csv_own_cell(select.text(0)), csv_own_cell(select.text(1)),
                              csv_own_cell(select.text(2)), csv_cell(in_one_line(select.text(3))))));
  }
  return file ? file->finish() : Result<>();
}

}  // namespace bridle::mvt

#include "testing/sqlite_builder.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/file.h"
#include "evidence/btree_walk.h"
#include "evidence/sqlite_view.h"

namespace bridle {
namespace {

Result<std::vector<std::uint8_t>> content_of(const std::string& path) {
  Fd file = TRY(open_for_reading(path));
  std::string text = TRY(read_whole(file, 4ULL << 30));
  Bytes bytes = as_bytes(text);
  return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
}

}  // namespace

SqliteBuilder::SqliteBuilder(int page_size) {
  check(sqlite3_open(":memory:", &handle_));
  run(fmt::format("PRAGMA page_size={}", page_size));
}

SqliteBuilder::~SqliteBuilder() {
  sqlite3_close(handle_);
  std::error_code ignored;
  if (!directory_.empty()) std::filesystem::remove_all(directory_, ignored);
}

void SqliteBuilder::note(std::string problem) {
  if (problem_.empty()) problem_ = std::move(problem);
}

void SqliteBuilder::check(int code) {
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) note(sqlite3_errmsg(handle_));
}

SqliteBuilder& SqliteBuilder::run(const std::string& sql) {
  if (problem_.empty()) check(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr));
  return *this;
}

SqliteBuilder& SqliteBuilder::insert(const std::string& sql, std::initializer_list<SqliteValue> values) {
  if (!problem_.empty()) return *this;
  sqlite3_stmt* statement = nullptr;
  check(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr));
  int at = 0;
  for (const SqliteValue& value : values) {
    ++at;
    if (auto* integer = std::get_if<std::int64_t>(&value)) check(sqlite3_bind_int64(statement, at, *integer));
    if (auto* real = std::get_if<double>(&value)) check(sqlite3_bind_double(statement, at, *real));
    if (auto* text = std::get_if<std::string_view>(&value))
      check(sqlite3_bind_text(statement, at, text->data(), static_cast<int>(text->size()), SQLITE_TRANSIENT));
  }
  if (problem_.empty()) check(sqlite3_step(statement));
  sqlite3_finalize(statement);
  return *this;
}

SqliteBuilder& SqliteBuilder::insert_blob(const std::string& sql, std::string_view blob) {
  if (!problem_.empty()) return *this;
  sqlite3_stmt* statement = nullptr;
  check(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr));
  check(sqlite3_bind_blob(statement, 1, blob.data(), static_cast<int>(blob.size()), SQLITE_TRANSIENT));
  if (problem_.empty()) check(sqlite3_step(statement));
  sqlite3_finalize(statement);
  return *this;
}

SqliteBuilder& SqliteBuilder::into_wal() {
  if (!problem_.empty() || !directory_.empty()) return *this;
  std::string pattern = (std::filesystem::temp_directory_path() / "bridle-build-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    note("cannot make a directory");
    return *this;
  }
  directory_ = pattern;
  run(fmt::format("VACUUM INTO '{}/db'", directory_));
  sqlite3_close(handle_);
  check(sqlite3_open((directory_ + "/db").c_str(), &handle_));
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  return run("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=OFF");
}

Result<DatabaseBytes> SqliteBuilder::build() {
  if (!problem_.empty()) return fail(Fault::malformed, problem_);
  DatabaseBytes bytes;
  if (directory_.empty()) {
    sqlite3_int64 size = 0;
    unsigned char* image = sqlite3_serialize(handle_, "main", &size, 0);
    if (image == nullptr && size > 0) return fail(Fault::io, "no memory for the database");
    bytes.main.assign(image, image + size);
    sqlite3_free(image);
    return bytes;
  }
  sqlite3_close(handle_);
  handle_ = nullptr;
  bytes.main = TRY(content_of(directory_ + "/db"));
  bytes.wal = TRY(content_of(directory_ + "/db-wal"));
  return bytes;
}

void keep_pages(std::vector<std::uint8_t>& database, std::size_t pages, std::size_t page_size) {
  database.resize(std::min(database.size(), pages * page_size));
}

void overwrite_page(std::vector<std::uint8_t>& database, std::size_t page, std::uint8_t with,
                    std::size_t page_size) {
  std::size_t first = std::min(database.size(), (page - 1) * page_size);
  std::size_t last = std::min(database.size(), first + page_size);
  std::fill(database.begin() + static_cast<std::ptrdiff_t>(first),
            database.begin() + static_cast<std::ptrdiff_t>(last), with);
}

std::vector<std::uint32_t> leaf_pages(const std::vector<std::uint8_t>& database, std::string_view table) {
  std::vector<std::uint32_t> pages;
  auto view = SqliteView::open(view_source(database), nullptr, WalUse::ignore, Limits{});
  auto image = DatabaseImage::open(view_source(database), nullptr, WalUse::ignore, Limits{});
  if (!view || !image) return pages;
  auto root = view->query("SELECT rootpage FROM sqlite_schema WHERE name = ?", {table});
  if (!root || !root->step().value_or(false)) return pages;
  BtreeWalk walk(**image, static_cast<std::uint32_t>(root->integer(0).value_or(0)));
  while (auto page = walk.next()) pages.push_back(page->page);
  return pages;
}

}  // namespace bridle

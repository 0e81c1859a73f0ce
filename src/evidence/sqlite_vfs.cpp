#include "evidence/sqlite_vfs.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <map>
#include <mutex>
#include <new>

namespace bridle {
namespace {

std::atomic<std::uint64_t> refusals{0};

int refuse() {
  ++refusals;
  return SQLITE_READONLY;
}

// SQLite opens by name, and only names that stand here exist.
struct Lent {
  std::mutex mutex;
  std::map<std::string, ByteSource*, std::less<>> sources;
  std::uint64_t next = 1;
};
Lent& lent() {
  static Lent all;
  return all;
}

// SQLite allocates it and knows the base; `open` makes the rest.
struct OpenFile : sqlite3_file {
  ByteSource* source = nullptr;
};
ByteSource& source_of(sqlite3_file* file) {
  return *static_cast<OpenFile*>(file)->source;
}

int read(sqlite3_file* file, void* into, int amount, sqlite3_int64 offset) {
  ByteSource& source = source_of(file);
  std::span<std::uint8_t> all(static_cast<std::uint8_t*>(into), static_cast<std::size_t>(amount));
  std::uint64_t at = static_cast<std::uint64_t>(offset);
  std::uint64_t left = at < source.size() ? source.size() - at : 0;
  std::size_t there = static_cast<std::size_t>(std::min<std::uint64_t>(left, all.size()));
  Result<> done = source.read(at, all.first(there));
  if (done && there == all.size()) return SQLITE_OK;
  // SQLite asks that what a short read leaves out be zero. A page of zeros is no b-tree page, so a missing
  // page is met as damage, never as an empty table.
  if (!done) there = 0;
  std::ranges::fill(all.subspan(there), std::uint8_t{0});
  return done || done.error().fault == Fault::truncated ? SQLITE_IOERR_SHORT_READ : SQLITE_IOERR_READ;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(source_of(file).size());
  return SQLITE_OK;
}

int close(sqlite3_file*) {
  return SQLITE_OK;
}
int write(sqlite3_file*, const void*, int, sqlite3_int64) {
  return refuse();
}
int truncate(sqlite3_file*, sqlite3_int64) {
  return refuse();
}
int sync(sqlite3_file*, int) {
  return SQLITE_OK;
}
int lock(sqlite3_file*, int) {
  return SQLITE_OK;
}
int check_reserved_lock(sqlite3_file*, int* taken) {
  *taken = 0;
  return SQLITE_OK;
}
int file_control(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
  return 4096;
}
// Immutable: SQLite then looks for no journal and takes no lock.
int characteristics(sqlite3_file*) {
  return SQLITE_IOCAP_IMMUTABLE;
}

// Version 1: without shared memory and without mapping.
const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = file_size,
    .xLock = lock,
    .xUnlock = lock,
    .xCheckReservedLock = check_reserved_lock,
    .xFileControl = file_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  auto* opened = new (file) OpenFile{};  // no methods yet: SQLite then does not call close after a failure
  // A temporary file has no name or another type; temp_store=MEMORY means that none is ever asked for.
  if (name == nullptr || (flags & SQLITE_OPEN_MAIN_DB) == 0) return SQLITE_CANTOPEN;
  std::lock_guard lock(lent().mutex);
  auto at = lent().sources.find(std::string_view(name));
  if (at == lent().sources.end()) return SQLITE_CANTOPEN;
  opened->source = at->second;
  opened->pMethods = &methods;
  if (flags_out != nullptr) *flags_out = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB;
  return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char*, int) {
  return refuse();
}
int access(sqlite3_vfs*, const char*, int, int* there) {
  *there = 0;
  return SQLITE_OK;
}
int full_name(sqlite3_vfs*, const char* name, int room, char* into) {
  if (static_cast<std::size_t>(room) <= std::strlen(name)) return SQLITE_CANTOPEN;
  std::strcpy(into, name);
  return SQLITE_OK;
}
void* no_library(sqlite3_vfs*, const char*) {
  return nullptr;
}
void no_library_error(sqlite3_vfs*, int room, char* into) {
  if (room > 0) into[0] = '\0';
}
void (*no_symbol(sqlite3_vfs*, void*, const char*))(void) {
  return nullptr;
}
void close_nothing(sqlite3_vfs*, void*) {}
// Same evidence, same bytes out: neither chance nor clock reaches a query.
int randomness(sqlite3_vfs*, int count, char* into) {
  std::fill_n(into, count, '\0');
  return count;
}
int sleep(sqlite3_vfs*, int microseconds) {
  return microseconds;
}
int current_time(sqlite3_vfs*, double* julian_day) {
  *julian_day = 2440587.5;  // 1970-01-01
  return SQLITE_OK;
}
int last_error(sqlite3_vfs*, int, char*) {
  return 0;
}

bool register_once() {
  static const bool done = [] {
    static sqlite3_vfs vfs{};
    vfs.iVersion = 1;
    vfs.szOsFile = sizeof(OpenFile);
    vfs.mxPathname = 64;
    vfs.zName = vfs_name;
    vfs.xOpen = open;
    vfs.xDelete = remove;
    vfs.xAccess = access;
    vfs.xFullPathname = full_name;
    vfs.xDlOpen = no_library;
    vfs.xDlError = no_library_error;
    vfs.xDlSym = no_symbol;
    vfs.xDlClose = close_nothing;
    vfs.xRandomness = randomness;
    vfs.xSleep = sleep;
    vfs.xCurrentTime = current_time;
    vfs.xGetLastError = last_error;
    return sqlite3_initialize() == SQLITE_OK && sqlite3_vfs_register(&vfs, 0) == SQLITE_OK;
  }();
  return done;
}

}  // namespace

Result<LentSource> LentSource::lend(ByteSource& source) {
  if (!register_once()) return fail(Fault::io, "SQLite cannot be initialised");
  std::lock_guard lock(lent().mutex);
  std::string name = fmt::format("evidence-{}", lent().next++);
  lent().sources.emplace(name, &source);
  return LentSource(std::move(name));
}

LentSource::~LentSource() {
  if (name_.empty()) return;
  std::lock_guard lock(lent().mutex);
  lent().sources.erase(name_);
}

std::uint64_t refused_writes() {
  return refusals;
}

}  // namespace bridle

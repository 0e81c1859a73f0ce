#include "evidence/archive_reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

#include "evidence/dump_roots.h"
#include "evidence/zip_times.h"

namespace bridle {
namespace {

// What libarchive's callbacks read from.
struct Stream {
  ByteSource& content;
  std::uint64_t at = 0;
  std::array<std::uint8_t, 64 << 10> block{};
};

}  // namespace

struct ArchiveReader::State {
  explicit State(ByteSource& source) : stream{source} {}
  ~State() {
    if (archive != nullptr) ::archive_read_free(archive);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Stream stream;
  struct archive* archive = nullptr;
  std::uint64_t member = 0;
  DumpEntry entry;
  std::string path, target;
  ZipTimes times;
  bool compressed = false;    // as a whole: offsets mean nothing then
  std::uint64_t ends_at = 0;  // least place where the last entry of a tar ends, in the inflated stream

  bool is_tar() const { return (::archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR; }

  std::uint64_t inflated() const { return static_cast<std::uint64_t>(::archive_filter_bytes(archive, 0)); }
  bool is_bomb(std::uint64_t out, std::uint64_t in) const {
    return out > inflation_free && out / inflation_limit > in;
  }
  Error trouble(std::string_view what) const;
  std::optional<Error> describe(archive_entry* found);
};

namespace {

la_ssize_t read_block(struct archive* archive, void* data, const void** block) {
  auto& stream = *static_cast<Stream*>(data);
  std::uint64_t left = stream.content.size() - std::min(stream.at, stream.content.size());
  auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left, stream.block.size()));
  if (size > 0 && !stream.content.read(stream.at, std::span(stream.block).first(size))) {
    ::archive_set_error(archive, EIO, "the archive cannot be read");
    return -1;
  }
  stream.at += size;
  *block = stream.block.data();
  return static_cast<la_ssize_t>(size);
}

la_int64_t skip_bytes(struct archive*, void* data, la_int64_t request) {
  auto& stream = *static_cast<Stream*>(data);
  std::uint64_t left = stream.content.size() - std::min(stream.at, stream.content.size());
  std::uint64_t skipped = std::min(left, static_cast<std::uint64_t>(std::max<la_int64_t>(request, 0)));
  stream.at += skipped;
  return static_cast<la_int64_t>(skipped);
}

la_int64_t seek_to(struct archive*, void* data, la_int64_t offset, int whence) {
  auto& stream = *static_cast<Stream*>(data);
  auto base = whence == SEEK_SET
                  ? 0
                  : static_cast<la_int64_t>(whence == SEEK_CUR ? stream.at : stream.content.size());
  la_int64_t target = 0;
  if (__builtin_add_overflow(base, offset, &target) || target < 0) return ARCHIVE_FATAL;
  stream.at = static_cast<std::uint64_t>(target);
  return target;
}

std::optional<Time> as_time(bool is_set, la_int64_t seconds, long nanoseconds) {
  return is_set ? time_of_parts(seconds, nanoseconds) : std::nullopt;
}

DumpEntryType type_of(archive_entry* entry) {
  if (::archive_entry_hardlink(entry) != nullptr) return DumpEntryType::hard_link;
  switch (::archive_entry_filetype(entry)) {
    case AE_IFREG:
      return DumpEntryType::file;
    case AE_IFDIR:
      return DumpEntryType::directory;
    case AE_IFLNK:
      return DumpEntryType::link;
    default:
      return DumpEntryType::other;
  }
}

}  // namespace

// libarchive's own words name structures, and now and then a name of the evidence: only their kind is kept.
Error ArchiveReader::State::trouble(std::string_view what) const {
  const char* said = ::archive_error_string(archive);
  std::string_view words = said == nullptr ? "" : said;
  bool cut = words.contains("runcated") || stream.at >= stream.content.size();
  return {cut ? Fault::truncated : Fault::malformed,
          fmt::format("{} {} at byte {} of {}", what, cut ? "is cut off" : "is damaged",
                      std::min(stream.at, stream.content.size()), stream.content.size())};
}

std::optional<Error> ArchiveReader::State::describe(archive_entry* found) {
  const char* name = ::archive_entry_pathname(found);
  if (name == nullptr) return Error{Fault::malformed, "its name is in no known encoding"};
  auto tidied = DumpRoots::tidy(name);
  if (!tidied)
    return Error{Fault::malformed,
                 "its path is empty, leaves the archive or is longer than 4096 bytes: refused"};
  path = std::move(*tidied);
  entry = {.path = path, .type = type_of(found), .member = member};
  if (::archive_entry_size_is_set(found) != 0)
    entry.size = static_cast<std::uint64_t>(std::max<la_int64_t>(0, ::archive_entry_size(found)));
  entry.modified = as_time(::archive_entry_mtime_is_set(found) != 0, ::archive_entry_mtime(found),
                           ::archive_entry_mtime_nsec(found));
  entry.accessed = as_time(::archive_entry_atime_is_set(found) != 0, ::archive_entry_atime(found),
                           ::archive_entry_atime_nsec(found));
  entry.changed = as_time(::archive_entry_ctime_is_set(found) != 0, ::archive_entry_ctime(found),
                          ::archive_entry_ctime_nsec(found));
  entry.created = as_time(::archive_entry_birthtime_is_set(found) != 0, ::archive_entry_birthtime(found),
                          ::archive_entry_birthtime_nsec(found));
  // Tools write 0 where they know nothing.
  for (auto* time : {&entry.accessed, &entry.changed, &entry.created})
    if (*time == Time{0}) time->reset();
  entry.modified_is_local = times.are_local(name);
  entry.mode = static_cast<std::int64_t>(::archive_entry_mode(found));
  entry.owner = ::archive_entry_uid(found);
  entry.group = ::archive_entry_gid(found);
  const char* link = entry.type == DumpEntryType::hard_link ? ::archive_entry_hardlink(found)
                                                            : ::archive_entry_symlink(found);
  target = link == nullptr ? "" : std::string_view(link).substr(0, 4096);
  entry.target = target;
  entry.locked = ::archive_entry_is_encrypted(found) != 0;
  const char* method = ::archive_format_name(archive);
  bool zip = (::archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
  bool as_it_is = !zip || (method != nullptr && std::string_view(method).ends_with("(uncompressed)"));
  bool whole = ::archive_entry_sparse_count(found) == 0;
  if (whole && entry.type == DumpEntryType::file) ends_at += (entry.size.value_or(0) + 511) / 512 * 512;
  if (!compressed && as_it_is && whole && entry.size && !entry.locked) entry.offset = inflated();
  return std::nullopt;
}

ArchiveReader::ArchiveReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
ArchiveReader::~ArchiveReader() = default;

Result<std::unique_ptr<ArchiveReader>> ArchiveReader::open(ByteSource& content) {
  auto state = std::make_unique<State>(content);
  state->archive = ::archive_read_new();
  if (state->archive == nullptr) return fail(Fault::limit, "no memory to read an archive");
  ::archive_read_support_format_tar(state->archive);
  ::archive_read_support_format_zip(state->archive);
  ::archive_read_support_filter_gzip(state->archive);
  ::archive_read_set_read_callback(state->archive, read_block);
  ::archive_read_set_skip_callback(state->archive, skip_bytes);
  ::archive_read_set_seek_callback(state->archive, seek_to);
  ::archive_read_set_callback_data(state->archive, &state->stream);
  if (::archive_read_open1(state->archive) != ARCHIVE_OK)
    return std::unexpected(state->trouble("the archive"));
  state->compressed = ::archive_filter_count(state->archive) > 1;
  state->times = ZipTimes::read(content);
  return std::unique_ptr<ArchiveReader>(new ArchiveReader(std::move(state)));
}

Result<const DumpEntry*> ArchiveReader::next(const DumpSkipVisitor& skip) {
  State& s = *state_;
  for (;;) {
    archive_entry* found = nullptr;
    int code = ::archive_read_next_header(s.archive, &found);
    // To libarchive a tar that is cut off between two entries is whole.
    if (code == ARCHIVE_EOF && s.is_tar() && s.member > 0 && s.inflated() < s.ends_at + 512)
      return fail(Fault::truncated,
                  "the archive is cut off: it ends without the mark that ends every archive of its kind");
    if (code == ARCHIVE_EOF) return nullptr;
    if (code < ARCHIVE_WARN && code != ARCHIVE_RETRY) return std::unexpected(s.trouble("the archive"));
    ++s.member;
    s.ends_at = s.inflated();
    if (s.compressed && s.is_bomb(s.inflated(), s.stream.at))
      return fail(Fault::limit,
                  fmt::format("the archive inflates to more than {} times its size: the rest was not "
                              "read",
                              inflation_limit));
    auto refused = code == ARCHIVE_RETRY ? std::optional(s.trouble("its header")) : s.describe(found);
    if (!refused) return &s.entry;
    skip(fmt::format("entry {}", s.member), *refused);
  }
}

Result<std::uint64_t> ArchiveReader::content(std::uint64_t most,
                                             const std::function<Result<>(Bytes)>& write) {
  State& s = *state_;
  std::vector<std::uint8_t> piece(256 << 10);
  std::uint64_t length = 0, began = s.stream.at;
  for (;;) {
    la_ssize_t got = ::archive_read_data(s.archive, piece.data(), piece.size());
    if (got == 0) return length;
    if (got == ARCHIVE_RETRY) continue;
    if (got < 0) return std::unexpected(s.trouble("the entry's content"));
    length += static_cast<std::uint64_t>(got);
    if (length > most) return fail(Fault::limit, fmt::format("the entry is longer than {} bytes", most));
    if (s.is_bomb(length, s.stream.at - std::min(s.stream.at, began) + s.stream.block.size()))
      return fail(Fault::limit,
                  fmt::format("the entry inflates to more than {} times its size", inflation_limit));
    TRY(write(Bytes(piece).first(static_cast<std::size_t>(got))));
  }
}

std::string_view ArchiveReader::format() const {
  bool zip = (::archive_format(state_->archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
  return zip ? "zip" : state_->compressed ? "tar.gz" : "tar";
}

void prepare_archive_names() {
  ::setlocale(LC_CTYPE, "C.UTF-8");
  // A zip without finer times has some of no zone: they are taken as UTC, wherever the examiner sits.
  ::setenv("TZ", "UTC0", 1);
  ::tzset();
}

}  // namespace bridle

#include "testing/dump_builder.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>

#include "base/file.h"

namespace bridle::testing {
namespace {

constexpr std::string_view packing_names[] = {"folder", "tar", "tar.gz", "zip", "zip-stored"};
constexpr std::size_t piece_size = 1 << 20;

// The content of a file, piece by piece.
Result<> each_piece(const DumpFile& file, const std::function<Result<>(Bytes)>& put) {
  if (file.zeros > 0) {
    std::vector<std::uint8_t> zeros(piece_size);
    for (std::uint64_t left = file.zeros; left > 0; left -= std::min<std::uint64_t>(left, piece_size))
      TRY(put(Bytes(zeros).first(std::min<std::uint64_t>(left, piece_size))));
    return {};
  }
  if (file.from_file.empty()) return put(as_bytes(file.content));
  Fd from = TRY(open_for_reading(file.from_file));
  std::uint64_t size = TRY(facts_of(from)).size;
  std::vector<std::uint8_t> piece(piece_size);
  for (std::uint64_t at = 0; at < size; at += piece.size()) {
    piece.resize(std::min<std::uint64_t>(piece_size, size - at));
    TRY(read_at(from.get(), at, piece));
    TRY(put(piece));
  }
  return {};
}

class FolderBuilder final : public DumpBuilder {
 public:
  explicit FolderBuilder(std::string folder) : folder_(std::move(folder)) {}
  Result<> add(const DumpFile& file) override {
    std::filesystem::path path = std::filesystem::path(folder_) / file.path;
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (!file.target.empty()) std::filesystem::create_symlink(file.target, path, error);
    if (!file.hard_link.empty())
      std::filesystem::create_hard_link(std::filesystem::path(folder_) / file.hard_link, path, error);
    if (error) return fail(Fault::io, fmt::format("cannot make {}: {}", path.string(), error.message()));
    if (!file.target.empty() || !file.hard_link.empty()) return {};
    Fd out{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)};
    if (!out) return fail(Fault::io, fmt::format("cannot make {}", path.string()));
    TRY(each_piece(file, [&](Bytes bytes) { return write_all(out.get(), bytes); }));
    timespec times[2] = {{file.modified, 0}, {file.modified, 0}};
    ::futimens(out.get(), times);
    return {};
  }
  Result<> finish() override { return {}; }

 private:
  std::string folder_;
};

class ArchiveBuilder final : public DumpBuilder {
 public:
  static Result<std::unique_ptr<DumpBuilder>> begin(const std::string& path, Packing packing,
                                                    const std::string& encryption) {
    std::unique_ptr<ArchiveBuilder> builder(new ArchiveBuilder);
    struct archive* out = builder->archive_;
    if (packing == Packing::zip || packing == Packing::zip_stored)
      ::archive_write_set_format_zip(out);
    else
      ::archive_write_set_format_pax_restricted(out);
    if (packing == Packing::zip_stored) ::archive_write_zip_set_compression_store(out);
    if (packing == Packing::tar_gz) ::archive_write_add_filter_gzip(out);
    if (packing == Packing::tar_gz) ::archive_write_set_options(out, "gzip:!timestamp");
    if (!encryption.empty()) {
      ::archive_write_set_passphrase(out, "0000");
      if (::archive_write_set_options(out, ("zip:encryption=" + encryption).c_str()) != ARCHIVE_OK)
        return builder->failed();
    }
    if (::archive_write_open_filename(out, path.c_str()) != ARCHIVE_OK) return builder->failed();
    return builder;
  }
  ~ArchiveBuilder() override {
    ::archive_entry_free(entry_);
    ::archive_write_free(archive_);
  }
  ArchiveBuilder(const ArchiveBuilder&) = delete;
  ArchiveBuilder& operator=(const ArchiveBuilder&) = delete;

  Result<> add(const DumpFile& file) override {
    std::uint64_t size = file.zeros;
    if (!file.from_file.empty()) size = TRY(facts_of(TRY(open_for_reading(file.from_file)))).size;
    if (!file.content.empty()) size = file.content.size();
    ::archive_entry_clear(entry_);
    ::archive_entry_copy_pathname(entry_, file.path.c_str());
    ::archive_entry_set_mode(entry_, file.mode);
    if (!file.target.empty()) {
      ::archive_entry_set_mode(entry_, AE_IFLNK | 0777);
      ::archive_entry_copy_symlink(entry_, file.target.c_str());
    }
    if (!file.hard_link.empty()) ::archive_entry_copy_hardlink(entry_, file.hard_link.c_str());
    ::archive_entry_set_uid(entry_, file.owner);
    ::archive_entry_set_gid(entry_, file.group);
    ::archive_entry_set_mtime(entry_, file.modified, 0);
    ::archive_entry_set_size(entry_, static_cast<la_int64_t>(size));
    if (::archive_write_header(archive_, entry_) < ARCHIVE_WARN) return failed();
    if (size == 0 || !file.target.empty() || !file.hard_link.empty()) return {};
    return each_piece(file, [&](Bytes bytes) -> Result<> {
      if (::archive_write_data(archive_, bytes.data(), bytes.size()) < 0) return failed();
      return {};
    });
  }
  Result<> finish() override {
    if (::archive_write_close(archive_) != ARCHIVE_OK) return failed();
    return {};
  }

 private:
  ArchiveBuilder() = default;
  std::unexpected<Error> failed() {
    const char* said = ::archive_error_string(archive_);
    return fail(Fault::io, fmt::format("cannot write the archive: {}", said == nullptr ? "" : said));
  }
  struct archive* archive_ = ::archive_write_new();
  archive_entry* entry_ = ::archive_entry_new();
};

}  // namespace

std::string_view name(Packing packing) {
  return packing_names[static_cast<std::size_t>(packing)];
}

Result<Packing> packing_of(std::string_view name) {
  for (std::size_t i = 0; i < std::size(packing_names); ++i)
    if (packing_names[i] == name) return static_cast<Packing>(i);
  return fail(Fault::absent,
              fmt::format("there is no packing {}: folder, tar, tar.gz, zip, zip-stored", name));
}

Result<std::unique_ptr<DumpBuilder>> DumpBuilder::begin(const std::string& path, Packing packing,
                                                        const std::string& encryption) {
  if (packing != Packing::folder) return ArchiveBuilder::begin(path, packing, encryption);
  if (::mkdir(path.c_str(), 0755) != 0)
    return fail(Fault::io, fmt::format("cannot make the folder {}", path));
  return std::make_unique<FolderBuilder>(path);
}

}  // namespace bridle::testing

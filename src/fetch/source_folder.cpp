#include "fetch/source_folder.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

#include "base/sha256.h"
#include "base/time.h"

namespace bridle {
namespace {

constexpr std::uint64_t record_limit = 64 << 20;
constexpr std::string_view incoming_name = ".incoming";

std::unexpected<Error> system_failure(const std::string& what) {
  return fail(Fault::io, fmt::format("{}: {}", what, system_message(errno)));
}

Result<std::string> sha256_of(const Fd& file, std::uint64_t size) {
  Sha256 digest;
  std::vector<std::uint8_t> piece(1 << 20);
  for (std::uint64_t at = 0; at < size;) {
    auto part =
        std::span(piece).first(static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), size - at)));
    TRY(read_at(file.get(), at, part));
    digest.update(part);
    at += part.size();
  }
  return to_hex(digest.finish());
}

}  // namespace

std::string moment_now() {
  auto since = std::chrono::system_clock::now().time_since_epoch();
  auto time = time_from_unix_seconds(std::chrono::duration_cast<std::chrono::seconds>(since).count());
  return time ? to_iso8601(*time) : std::string();
}

bool is_file_name(std::string_view name) {
  return !name.empty() && name.size() <= 200 && name.front() != '.' &&
         std::ranges::all_of(name, [](char c) { return c > ' ' && c < 0x7F && c != '/' && c != '\\'; });
}

Incoming::~Incoming() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

Result<std::string> Incoming::content(std::uint64_t most) const {
  return read_whole(file_, most);
}

Result<> Incoming::restart() {
  if (::ftruncate(file_.get(), 0) != 0 || ::lseek(file_.get(), 0, SEEK_SET) != 0)
    return system_failure("cannot write " + path_);
  return {};
}

Result<> make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return system_failure("cannot make " + path);
  return {};
}

Result<SourceFolder> SourceFolder::open(const std::string& directory, const std::string& name) {
  std::string path = directory + "/" + name;
  for (const std::string& each : {directory, path}) TRY(make_folder(each));
  SourceFolder out(path, TRY(open_directory(path)));
  auto file = open_for_reading(path + ".record");
  if (!file && file.error().fault == Fault::absent) return out;
  if (!file) return std::unexpected(file.error());
  auto record = read_fetch_record(TRY(read_whole(*file, record_limit)));
  if (!record)
    return fail(record.error().fault,
                fmt::format("{}.record: {}; move it and the folder away to start afresh", path,
                            record.error().message));
  // Names of files come from it: a record that somebody made must not lead elsewhere.
  std::erase_if(record->files, [](const auto& each) { return !is_file_name(each.first); });
  out.record_ = std::move(*record);
  return out;
}

const FetchedFile* SourceFolder::held(const std::string& name) {
  auto found = record_.files.find(name);
  if (found == record_.files.end()) return nullptr;
  auto file = open_beneath(folder_, name);
  auto facts = file ? facts_of(*file) : fail(Fault::absent, "");
  if (!facts || !facts->regular || facts->size != found->second.bytes) return nullptr;
  auto digest = sha256_of(*file, facts->size);
  return digest && *digest == found->second.sha256 ? &found->second : nullptr;
}

Result<Incoming> SourceFolder::receive() {
  std::string path = fmt::format("{}/{}", path_, incoming_name);
  ::unlink(path.c_str());
  Fd file{::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
  if (!file) return system_failure("cannot make " + path);
  return Incoming(std::move(path), std::move(file));
}

Result<> SourceFolder::keep(Incoming incoming, FetchedFile file) {
  if (!is_file_name(file.name)) return fail(Fault::malformed, "this name of a file is not used");
  std::string to = fmt::format("{}/{}", path_, file.name);
  if (::fsync(incoming.fd()) != 0) return system_failure("cannot write " + incoming.path_);
  if (::rename(incoming.path_.c_str(), to.c_str()) != 0) return system_failure("cannot replace " + to);
  incoming.path_.clear();
  if (::fsync(folder_.get()) != 0) return system_failure("cannot write " + path_);
  auto name = file.name;
  record_.files[name] = std::move(file);
  return {};
}

Result<> SourceFolder::remove(const std::string& name) {
  auto found = record_.files.find(name);
  if (found == record_.files.end()) return {};
  std::string path = fmt::format("{}/{}", path_, name);
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return system_failure("cannot remove " + path);
  found->second.removed = moment_now();
  record_.removed.push_back(std::move(found->second));
  record_.files.erase(found);
  return {};
}

Result<> SourceFolder::save() {
  TRY(replace_file(path_ + ".record", write_fetch_record(record_)));
  return {};
}

}  // namespace bridle

#include "engine/hash_evidence.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "cases/hash_file.h"

namespace bridle {
namespace {

constexpr std::size_t names_per_piece = 4096;
constexpr int deepest_folder = 32;

enum class Kind { file, folder, other };

Kind kind_of(const Fd& folder, const std::string& name) {
  struct stat status{};
  if (::fstatat(folder.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return Kind::other;
  return S_ISREG(status.st_mode) ? Kind::file : S_ISDIR(status.st_mode) ? Kind::folder : Kind::other;
}

Fd folder_in(const Fd& folder, const std::string& name) {
  return Fd{::openat(folder.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)};
}

// One line a file: size, digest, problem, path, each ended by a NUL, which no path holds.
void put(std::string& out, const EvidenceFile& file) {
  out += fmt::format("{}", file.size);
  for (const std::string* field : {&file.sha256, &file.problem, &file.path}) {
    out += '\0';
    out += *field;
  }
  out += '\0';
}

std::string_view take_field(std::string_view& text) {
  auto end = text.find('\0');
  auto field = text.substr(0, end);
  text.remove_prefix(std::min(text.size(), field.size() + 1));
  return field;
}

}  // namespace

Result<std::unique_ptr<EvidenceHasher>> EvidenceHasher::start(const std::string& folder,
                                                              const std::string& spool, unsigned threads) {
  auto root = TRY(open_directory(folder));
  auto file = TRY(unnamed_file(spool));
  std::unique_ptr<EvidenceHasher> hasher(new EvidenceHasher(std::move(root), std::move(file)));
  TRY(hasher->plan());
  for (unsigned i = 0; i < threads; ++i) hasher->threads_.emplace_back([h = hasher.get()] { h->work(); });
  return hasher;
}

EvidenceHasher::~EvidenceHasher() {
  next_ = pieces_.size();
}

// The top folder's files in slices (older backups keep everything there), each sub-folder as a piece of its
// own.
Result<> EvidenceHasher::plan() {
  Piece slice;
  auto flush = [&] {
    if (!slice.names.empty()) pieces_.push_back(std::exchange(slice, {}));
  };
  for (std::string& name : TRY(names_in(root_))) {
    if (kind_of(root_, name) == Kind::folder) {
      pieces_.push_back({std::move(name), {}});
      continue;
    }
    slice.names.push_back(std::move(name));
    if (slice.names.size() == names_per_piece) flush();
  }
  flush();
  stored_.resize(pieces_.size());
  return {};
}

void EvidenceHasher::hash_folder(const Fd& folder, const std::string& path,
                                 const std::vector<std::string>& names, int depth, std::string& out) {
  for (const std::string& name : names) {
    EvidenceFile result;
    result.path = path.empty() ? name : fmt::format("{}/{}", path, name);
    Kind kind = kind_of(folder, name);
    if (kind == Kind::folder && depth < deepest_folder) {
      Fd below = folder_in(folder, name);
      auto inside = below ? names_in(below) : fail(Fault::io, "the folder cannot be opened");
      if (inside) {
        hash_folder(below, result.path, *inside, depth + 1, out);
        continue;
      }
      result.problem = inside.error().message;
    } else if (kind != Kind::file) {
      result.problem = "not a regular file: not read";
    } else {
      Fd file{
          ::openat(folder.get(), name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOATIME)};
      if (!file)
        file = Fd{::openat(folder.get(), name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
      auto hashed = file ? hash_open_file(file) : fail(Fault::io, "the file cannot be opened");
      if (hashed) {
        result.size = hashed->size;
        result.sha256 = hashed->sha256;
        read_bytes_ += hashed->size;
      } else {
        result.problem = hashed.error().message;
      }
    }
    ++read_files_;
    put(out, result);
  }
}

std::string EvidenceHasher::hash_piece(const Piece& piece) {
  std::string out;
  if (!piece.names.empty()) {
    hash_folder(root_, piece.folder, piece.names, 0, out);
    return out;
  }
  Fd folder = folder_in(root_, piece.folder);
  auto names = folder ? names_in(folder) : fail(Fault::io, "the folder cannot be opened");
  if (names)
    hash_folder(folder, piece.folder, *names, 1, out);
  else
    put(out, {piece.folder, 0, "", names.error().message});
  return out;
}

void EvidenceHasher::work() {
  // Extraction goes first: what follows it can run beside the rest of the hashing, not the other way round.
  auto self = static_cast<id_t>(::gettid());
  ::setpriority(PRIO_PROCESS, self, ::getpriority(PRIO_PROCESS, self) + 5);
  for (std::size_t i = next_++; i < pieces_.size(); i = next_++) {
    std::string result = hash_piece(pieces_[i]);
    stored_[i] = {written_.fetch_add(result.size()), result.size()};
    if (::pwrite(spool_.get(), result.data(), result.size(), static_cast<off_t>(stored_[i].offset)) !=
        static_cast<ssize_t>(result.size()))
      failed_ = true;
  }
}

Result<> EvidenceHasher::finish(const std::function<Result<>(std::span<const EvidenceFile>)>& take) {
  threads_.clear();
  if (failed_) return fail(Fault::io, "the digests of the evidence could not be spooled: is the disk full?");
  for (const Stored& stored : stored_) {
    std::vector<std::uint8_t> bytes(stored.size);
    TRY(read_at(spool_.get(), stored.offset, bytes));
    std::string_view rest = as_text(bytes);
    std::vector<EvidenceFile> files;
    while (!rest.empty()) {
      EvidenceFile file;
      file.size = static_cast<std::uint64_t>(TRY(parse_integer(take_field(rest))));
      file.sha256 = take_field(rest);
      file.problem = take_field(rest);
      file.path = take_field(rest);
      files.push_back(std::move(file));
    }
    TRY(take(files));
  }
  return {};
}

}  // namespace bridle

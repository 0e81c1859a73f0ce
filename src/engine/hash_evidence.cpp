#include "engine/hash_evidence.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/text.h"
#include "cases/hash_file.h"

namespace bridle {
namespace {

constexpr std::size_t names_per_piece = 4096;
constexpr int deepest_folder = 64;
// A dump keeps everything below one folder: it is split until there are pieces enough for every thread.
constexpr std::size_t enough_pieces = 64;

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

Result<std::unique_ptr<EvidenceHasher>> EvidenceHasher::start(const std::string& evidence,
                                                              const std::string& spool, unsigned threads) {
  struct stat status{};
  bool is_folder = ::stat(evidence.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
  auto slash = evidence.rfind('/');
  std::string above = slash == std::string::npos ? "." : evidence.substr(0, std::max<std::size_t>(slash, 1));
  auto root = TRY(open_directory(is_folder ? evidence : above));
  auto file = TRY(unnamed_file(spool));
  std::unique_ptr<EvidenceHasher> hasher(new EvidenceHasher(std::move(root), std::move(file)));
  if (is_folder)
    TRY(hasher->plan());
  else
    hasher->pieces_.push_back({"", {evidence.substr(slash + 1)}});
  hasher->stored_.resize(hasher->pieces_.size());
  for (unsigned i = 0; i < threads; ++i) hasher->threads_.emplace_back([h = hasher.get()] { h->work(); });
  return hasher;
}

EvidenceHasher::~EvidenceHasher() {
  next_ = pieces_.size();
}

// A folder's files in slices (older backups keep everything in one), each sub-folder as a piece of its own.
Result<> EvidenceHasher::split(const Fd& folder, const std::string& path, std::vector<Piece>& pieces) const {
  Piece slice{path, {}};
  auto flush = [&] {
    if (!slice.names.empty()) pieces.push_back(std::exchange(slice, {path, {}}));
  };
  for (std::string& name : TRY(names_in(folder))) {
    if (kind_of(folder, name) == Kind::folder) {
      pieces.push_back({path.empty() ? std::move(name) : path + "/" + name, {}});
      continue;
    }
    slice.names.push_back(std::move(name));
    if (slice.names.size() == names_per_piece) flush();
  }
  flush();
  return {};
}

Result<> EvidenceHasher::plan() {
  TRY(split(root_, "", pieces_));
  for (bool more = true; more && pieces_.size() < enough_pieces;) {
    more = false;
    std::vector<Piece> finer;
    for (Piece& piece : pieces_) {
      auto folder = piece.names.empty() ? open_folder(piece.folder) : fail(Fault::absent, "no folder");
      if (folder && split(*folder, piece.folder, finer))
        more = true;
      else
        finer.push_back(std::move(piece));
    }
    pieces_ = std::move(finer);
  }
  return {};
}

Result<Fd> EvidenceHasher::open_folder(const std::string& path) const {
  Fd at{::openat(root_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  for (std::size_t begin = 0; at && begin < path.size();) {
    std::size_t end = std::min(path.find('/', begin), path.size());
    at = folder_in(at, path.substr(begin, end - begin));
    begin = end + 1;
  }
  if (!at) return fail(Fault::io, "the folder cannot be opened");
  return at;
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
  auto depth = static_cast<int>(std::ranges::count(piece.folder, '/')) + 1;
  auto folder = open_folder(piece.folder);
  if (folder && !piece.names.empty()) {
    hash_folder(*folder, piece.folder, piece.names, depth, out);
    return out;
  }
  auto names = folder ? names_in(*folder) : std::unexpected(folder.error());
  if (names)
    hash_folder(*folder, piece.folder, *names, depth, out);
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

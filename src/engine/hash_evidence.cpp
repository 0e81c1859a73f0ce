#include "engine/hash_evidence.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/text.h"
#include "cases/hash_lanes.h"

namespace bridle {
namespace {

constexpr std::size_t entries_per_piece = 4096;
constexpr int deepest_folder = 64;
// A dump keeps everything below one folder: it is split until there are pieces enough for every thread.
constexpr std::size_t enough_pieces = 64;

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
    hasher->pieces_.push_back({"", {{evidence.substr(slash + 1), EntryKind::file}}});
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
    if (!slice.entries.empty()) pieces.push_back(std::exchange(slice, {path, {}}));
  };
  for (FolderEntry& entry : TRY(entries_in(folder))) {
    if (entry.kind == EntryKind::folder) {
      pieces.push_back({path.empty() ? std::move(entry.name) : path + "/" + entry.name, {}});
      continue;
    }
    slice.entries.push_back(std::move(entry));
    if (slice.entries.size() == entries_per_piece) flush();
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
      auto folder = piece.entries.empty() ? open_folder(piece.folder) : fail(Fault::absent, "no folder");
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

// The files of one piece in their order. They end in another, some while the next piece is at work already:
// the list goes to the spool with the last of them.
struct EvidenceHasher::PieceFiles {
  EvidenceHasher& owner;
  std::size_t number;
  std::vector<EvidenceFile> files{};

  ~PieceFiles() { owner.keep(number, files); }
  void take(std::size_t index, Result<HashedFile> hashed) {
    EvidenceFile& file = files[index];
    if (hashed) {
      file.size = hashed->size;
      file.sha256 = std::move(hashed->sha256);
      owner.read_bytes_ += file.size;
    } else {
      file.problem = hashed.error().message;
    }
    ++owner.read_files_;
  }
};

// Walks one piece and hands its files to the lanes.
class EvidenceHasher::PieceWalk {
 public:
  PieceWalk(EvidenceHasher& owner, std::size_t number, HashLanes& lanes)
      : files_(std::make_shared<PieceFiles>(owner, number)), lanes_(lanes) {}

  void folder(const Fd& folder, const std::string& path, const std::vector<FolderEntry>& entries, int depth) {
    for (const FolderEntry& entry : entries) {
      std::string inside = path.empty() ? entry.name : fmt::format("{}/{}", path, entry.name);
      if (entry.kind == EntryKind::folder && depth < deepest_folder)
        below(folder, entry.name, std::move(inside), depth);
      else if (entry.kind == EntryKind::file)
        file(folder, entry.name, std::move(inside));
      else
        problem(std::move(inside), "not a regular file: not read");
    }
  }
  void problem(std::string path, std::string problem) {
    files_->files.push_back({std::move(path), 0, "", std::move(problem)});
    ++files_->owner.read_files_;
  }

 private:
  void below(const Fd& folder, const std::string& name, std::string path, int depth) {
    Fd opened = folder_in(folder, name);
    auto inside = opened ? entries_in(opened) : fail(Fault::io, "the folder cannot be opened");
    if (inside)
      this->folder(opened, path, *inside, depth + 1);
    else
      problem(std::move(path), inside.error().message);
  }
  void file(const Fd& folder, const std::string& name, std::string path) {
    constexpr int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    Fd file{::openat(folder.get(), name.c_str(), flags | O_NOATIME)};
    if (!file) file = Fd{::openat(folder.get(), name.c_str(), flags)};
    if (!file) return problem(std::move(path), "the file cannot be opened");
    std::size_t index = files_->files.size();
    files_->files.push_back({std::move(path), 0, "", ""});
    lanes_.add(std::move(file),
               [files = files_, index](Result<HashedFile> hashed) { files->take(index, std::move(hashed)); });
  }

  std::shared_ptr<PieceFiles> files_;
  HashLanes& lanes_;
};

void EvidenceHasher::hash_piece(std::size_t number, HashLanes& lanes) {
  const Piece& piece = pieces_[number];
  PieceWalk walk(*this, number, lanes);
  auto depth = static_cast<int>(std::ranges::count(piece.folder, '/')) + 1;
  auto folder = open_folder(piece.folder);
  if (folder && !piece.entries.empty()) return walk.folder(*folder, piece.folder, piece.entries, depth);
  auto entries = folder ? entries_in(*folder) : std::unexpected(folder.error());
  if (entries)
    walk.folder(*folder, piece.folder, *entries, depth);
  else
    walk.problem(piece.folder, entries.error().message);
}

void EvidenceHasher::keep(std::size_t number, std::span<const EvidenceFile> files) {
  std::string lines;
  for (const EvidenceFile& file : files) put(lines, file);
  stored_[number] = {written_.fetch_add(lines.size()), lines.size()};
  if (::pwrite(spool_.get(), lines.data(), lines.size(), static_cast<off_t>(stored_[number].offset)) !=
      static_cast<ssize_t>(lines.size()))
    failed_ = true;
}

void EvidenceHasher::work() {
  // Extraction goes first: what follows it can run beside the rest of the hashing, not the other way round.
  auto self = static_cast<id_t>(::gettid());
  ::setpriority(PRIO_PROCESS, self, 19);
  HashLanes lanes;
  for (std::size_t i = next_++; i < pieces_.size(); i = next_++) hash_piece(i, lanes);
  lanes.finish();
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

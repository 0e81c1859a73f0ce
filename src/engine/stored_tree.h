#pragma once

#include <unordered_map>

#include "engine/container.h"
#include "evidence/dump_entry.h"

namespace bridle {

/// Where a tree of files stands.
struct TreePlace {
  enum class Kind { folder, archive, file } kind = Kind::folder;
  Fd opened;                       ///< the folder, the file, or the file that holds the archive
  std::optional<FileRange> range;  ///< the archive is this piece of it
  std::string name;                ///< as its digest names it; empty for a folder, whose files have their own
  Fd evidence;                     ///< what is hashed under that name, when it is not `opened`
  std::string member{};            ///< path of a file alone, when that is not its name
};

/// The files of a folder or an archive: listed once, then opened one by one. A folder is listed here (names
/// are no parsing), an archive by a worker; what it does not hold as it is, a worker inflates into a file
/// without a name (docs/adr/0022).
class StoredTree {
 public:
  /// Faults: io. An archive that cannot be read shows in the end that `each_row` gives.
  static Result<StoredTree> list(TaskRunner& runner, TreePlace place, const std::string& spool);

  bool is_archive() const { return place_.kind == TreePlace::Kind::archive; }
  const std::string& name() const { return place_.name; }

  /// Every entry whose path is a tidy one, in the tree's own order.
  Result<BatchEnd> each_row(const std::function<void(const DumpEntry&)>& visit,
                            const Container::Skip& skip) const;
  /// An entry as a container gives it, under a path of the container's choice.
  StoredEntry stored_entry(const DumpEntry& entry, std::string path) const;

  /// Does an entry have to be unpacked before it can be opened?
  bool is_packed(const StoredEntry& stored) const;
  /// Inflates entries, in one pass, those that are not there yet. What cannot be had shows when it is opened.
  Result<> unpack(TaskRunner& runner, std::vector<std::uint64_t> members);
  /// Why not all that was asked for could be unpacked; empty when it could.
  const std::string& unpack_trouble() const { return unpack_trouble_; }

  Result<OpenedEntry> open(const StoredEntry& stored) const;
  /// A file of the evidence by the name under which it is hashed. Faults: absent, io.
  Result<Fd> open_evidence(const std::string& stored_as) const;

 private:
  StoredTree(TreePlace place, std::string spool) : place_(std::move(place)), spool_(std::move(spool)) {}
  Limits archive_limits() const;
  Result<OpenedEntry> open_whole(const StoredEntry& stored) const;
  Result<> list_archive(TaskRunner& runner);
  Result<> list_folder();
  Result<> list_file();

  struct Unpacked {
    std::size_t file = 0;
    FileRange range;
    std::string problem;
  };

  TreePlace place_;
  std::string spool_;
  Fd index_;                        // the batch of entries, nameless
  std::vector<Fd> unpacked_files_;  // nameless, opened for reading only
  std::unordered_map<std::uint64_t, Unpacked> unpacked_;
  std::string unpack_trouble_;
};

}  // namespace bridle

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cases/case_store.h"
#include "engine/launcher.h"
#include "records/batch.h"

namespace bridle {

struct Plan;
struct RecognisedEvidence;

/// Asks the owner's password of whoever runs the program; empty = none was given.
using AskPassword = std::function<Result<Secret>()>;

/// What opens encrypted evidence.
struct Unlocking {
  Secret password;
  Secret identity;  ///< the text of an age identity file, or empty
  AskPassword ask;
};

/// What the container said of itself, as its workers read it.
struct ContainerFacts {
  std::map<std::string, std::string> device;
  std::vector<std::string> notes;
  bool encrypted = false, in_progress = false;
  bool has_manifest_key = false;
};

/// An entry together with what its container needs to find its content again.
struct StoredEntry {
  Entry entry;
  /// Counts entries of one path and domain, from 0: an archive may hold a name twice. A log belongs to the
  /// database of the same number.
  std::uint32_t occurrence = 0;
  /// Set when nothing can be read here though the path is there: a link, a locked entry. Says why.
  std::optional<Error> refused;

  // iOS backups: the wrapped key that the parent opens when a task needs it.
  bool encrypted = false;
  std::uint32_t key_class = 0;
  std::string wrapped_key;

  // Archives: the entry's number, from 1, and where its content begins when it stands there as it is.
  std::uint64_t member = 0;
  std::optional<std::uint64_t> offset;

  // Android: which of the containers inside one another holds it, and of a section the piece of its text and
  // why not all of it is there.
  std::uint32_t part = 0;
  std::optional<FileRange> slice;
  std::string problem;
};

/// A stored file, opened for one worker.
struct OpenedEntry {
  Fd file;
  TaskFile task_file;
  std::string stored_as;  ///< path below the evidence, as its digests name it; empty for what is ours
};

/// Evidence that holds many files, opened: what an examination needs to know of it, whatever its kind.
/// (docs/adr/0022)
class Container {
 public:
  virtual ~Container() = default;

  /// "ios_backup", "ios_dump", "bugreport", "androidqf", "android_backup", "intrusion_log": also how the
  /// paths of its own files begin ("ios_backup/Manifest.db").
  virtual std::string_view kind() const = 0;
  const ContainerFacts& facts() const { return facts_; }

  using Visit = std::function<void(StoredEntry&&)>;
  using Skip = std::function<void(std::string_view locator, const Error&)>;
  /// Every file that has a device path, and the container's own files, one after another. `skip` takes what
  /// the index could not give.
  virtual Result<> each_entry(const Visit& visit, const Skip& skip) const = 0;
  /// Called once between planning and reading: what can only be had in one pass is fetched here.
  virtual Result<> prepare(TaskRunner& runner, Plan& plan);
  /// The content of an entry for a worker. Faults: absent (listed and not there, or its key was not opened),
  /// malformed, limit, io.
  virtual Result<OpenedEntry> open(const StoredEntry& stored) = 0;
  /// One file of the evidence by the name under which it is hashed. Faults: absent, io.
  virtual Result<Fd> open_evidence(const std::string& stored_as) const = 0;

  /// Coverage rows of the container's own work ("evidence.…"): how its index was read, whether the files it
  /// lists are there and whole, how it was made.
  virtual Result<std::vector<Coverage>> own_coverage(const CaseStore& store, const Plan& plan,
                                                     bool triage) const = 0;
  /// How much it would surprise that this evidence lacks an artefact that it can hold.
  virtual Presence expected(const Artefact& artefact) const;
  /// What it means that no entry of an artefact was met.
  virtual std::string absence(const Artefact& artefact) const = 0;
  /// Why evidence of this kind, or of this version of the system, cannot hold an artefact of its platform;
  /// empty when it can. Never said where an entry was met.
  virtual std::string cannot_hold(const Artefact& artefact) const;

 protected:
  /// Has a worker read what each of these entries says of the device, the best source first: the first word
  /// on a question stands. What cannot be opened is passed over, what cannot be read leaves a note.
  Result<> read_device_facts(TaskRunner& runner, const std::vector<StoredEntry>& files,
                             const std::string& spool);

  ContainerFacts facts_;
};

/// Whether a container of this kind can hold an artefact at all: it is of the artefact's platform, and one of
/// the artefact's paths is a device path (iOS) or begins as the container's own do.
bool can_hold(std::string_view kind, const Artefact& artefact);

/// Opens what was recognised; `spool` is a folder for nameless files. Faults carry a sentence for the
/// examiner: encrypted and no password, wrong password, a damaged or missing index.
Result<std::unique_ptr<Container>> open_container(TaskRunner& runner, RecognisedEvidence recognised,
                                                  Unlocking unlocking, const std::string& spool);

/// The sentence for encrypted evidence without a password; `what` is "the backup".
std::string password_needed(std::string_view what);

/// Runs one task of a container and waits for it. `what` is named when its worker comes to a bad end.
/// Faults: io.
Result<TaskEnd> run_alone(TaskRunner& runner, const Task& task, const TaskFiles& files,
                          std::string_view what);

/// Reads the facts that a worker wrote: device facts and notes are added, flags and the outcome are given to
/// `other`. Faults: those of the batch.
Result<> read_facts(
    int batch, ContainerFacts& facts,
    const std::function<void(std::string_view kind, std::string_view key, std::string_view value)>& other);

}  // namespace bridle

#pragma once

#include <unordered_map>

#include "engine/container.h"
#include "engine/stored_tree.h"
#include "evidence/android_layout.h"
#include "evidence/recognise.h"
#include "formats/dumpstate.h"

namespace bridle {

/// What a tree of files is. Faults: those of reading its list.
Result<FoundLayout> layout_of(const StoredTree& tree);

/// How the paths begin that a container of this kind can hold; nothing for kinds of other platforms.
std::span<const std::string_view> android_prefixes(std::string_view kind);

/// Where zips of intrusion logs stand: beside the logs' own path, so that no trace takes them for a log.
constexpr std::string_view zipped_intrusion_logs = "androidqf/intrusion_logs/";

/// The path of the list that the container makes of its copies of the phone's files.
constexpr std::string_view android_file_list = "android_evidence/files";

/// One container among those that stand in one another: a collection, the bug report in it.
struct AndroidPart {
  AndroidLayout layout = AndroidLayout::none;
  StoredTree tree;
  int depth = 0;                        ///< containers around it
  std::string problem;                  ///< why not all of its archive is there, when it was unwrapped
  std::string leading;                  ///< left out of paths
  std::string place;                    ///< entry of another part that this one was, or empty
  BatchEnd end;                         ///< of its list
  std::optional<StoredEntry> text;      ///< whose sections are entries of their own
  DumpText sections;                    ///< of that text
  std::string text_trouble;             ///< why there are none, or not all
  std::vector<std::string> text_notes;  ///< how the text was chosen
  bool is_text = false;                 ///< it is a text alone
  bool has_packed_text = false;         ///< its text was packed by itself, and is a part of its own
};

/// A bug report, an AndroidQF collection, a backup or intrusion logs of an Android phone, and what of these
/// is found inside; the sections of their texts are entries of their own.
class AndroidContainer final : public Container {
 public:
  static Result<std::unique_ptr<Container>> open(TaskRunner& runner, StoredTree tree, FoundLayout layout,
                                                 Unlocking unlocking, const std::string& spool);
  /// The same for an `.ab` file, or an archive encrypted with age. Faults carry a sentence for the examiner.
  static Result<std::unique_ptr<Container>> open_wrapped(TaskRunner& runner, RecognisedEvidence recognised,
                                                         Unlocking unlocking, const std::string& spool);

  std::string_view kind() const override { return name(parts_.front().layout); }
  Result<> each_entry(const Visit& visit, const Skip& skip) const override;
  /// Unpacks what the plan needs and an archive does not hold as it is, and reads the device's facts.
  Result<> prepare(TaskRunner& runner, Plan& plan) override;
  Result<OpenedEntry> open(const StoredEntry& stored) override;
  Result<Fd> open_evidence(const std::string& stored_as) const override;
  Result<std::vector<Coverage>> own_coverage(const CaseStore& store, const Plan& plan,
                                             bool triage) const override;
  std::string absence(const Artefact& artefact) const override;

 private:
  AndroidContainer(Unlocking unlocking, std::string spool)
      : unlocking_(std::move(unlocking)), spool_(std::move(spool)) {}
  Result<> add_part(TaskRunner& runner, AndroidPart part);
  /// Opens the containers that stand in a part: a collection's bug report, backup and zipped logs.
  Result<> add_nested(TaskRunner& runner, std::size_t number);
  Result<> add_nested_part(TaskRunner& runner, const StoredEntry& stored, int depth);
  /// Opens the text of a bug report that was packed with gzip, where there is no other.
  Result<> add_packed_text(TaskRunner& runner, std::size_t number);
  struct UnwrappedFile {
    Fd content;
    std::string problem;
  };
  Result<UnwrappedFile> unwrap(TaskRunner& runner, const Fd& file, const std::optional<FileRange>& range,
                               std::string_view what);
  DeviceClock clock() const;
  Result<> choose_text(TaskRunner& runner, AndroidPart& part);
  Result<std::optional<std::string>> main_entry(TaskRunner& runner, AndroidPart& part);
  Result<> split_text(TaskRunner& runner, AndroidPart& part);
  Result<> each_file(const AndroidPart& part, const std::function<void(StoredEntry&&)>& visit,
                     const Skip& skip) const;
  /// Lists what a bug report has below `FS/`, and a collection below `logs/` and `tmp/`.
  Result<> write_file_list();
  Result<> append_files(const AndroidPart& part, const Fd& list) const;
  Coverage own_row(const AndroidPart& part) const;
  std::optional<Coverage> sections_row(const AndroidPart& part, const Plan& plan) const;

  Unlocking unlocking_;
  std::string spool_;
  std::vector<AndroidPart> parts_;
  std::vector<Coverage> unopened_;  // containers inside that could not be opened
  Fd file_list_;                    // what `android_file_list` reads, nameless
};

}  // namespace bridle

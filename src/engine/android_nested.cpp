#include <fmt/format.h>
#include <unistd.h>

#include <tuple>

#include "base/text.h"
#include "engine/android_container.h"
#include "evidence/unwrap.h"

namespace bridle {
namespace {

constexpr int deepest_part = 3;
constexpr std::size_t most_parts = 64;
constexpr std::uint64_t unwrapped_limit = 64ULL << 30;

// What may stand in a part, by its path; `none` when nothing does.
AndroidLayout nested_layout(std::string_view path) {
  std::string lower = to_lower_ascii(path.substr(path.rfind('/') + 1));
  if (path.starts_with(zipped_intrusion_logs))
    return lower.ends_with(".zip") ? AndroidLayout::intrusion_logs : AndroidLayout::none;
  bool is_beside_apps = path.starts_with("android_backup/") && path.find('/') == path.rfind('/');
  if (is_beside_apps && lower.ends_with(".ab")) return AndroidLayout::backup;
  if (!path.starts_with("androidqf/")) return AndroidLayout::none;
  if (lower.ends_with(".ab")) return AndroidLayout::backup;
  return lower.starts_with("bugreport") && lower.ends_with(".zip") ? AndroidLayout::bugreport
                                                                   : AndroidLayout::none;
}

std::string sentence(std::string_view outcome, std::string_view what) {
  if (outcome == name(UnwrapOutcome::wrong_password))
    return fmt::format("the password does not open {}: check it with whoever set it, and try again", what);
  if (outcome == name(UnwrapOutcome::no_identity))
    return fmt::format(
        "{} is encrypted for an age identity: give the file with its secret key with --identity", what);
  return fmt::format("none of the identities given opens {}: it was encrypted for another key", what);
}

}  // namespace

Result<AndroidContainer::UnwrappedFile> AndroidContainer::unwrap(TaskRunner& runner, const Fd& file,
                                                                 const std::optional<FileRange>& range,
                                                                 std::string_view what) {
  for (bool asked = false;; asked = true) {
    Fd spool = TRY(unnamed_file(spool_)), output = TRY(unnamed_file(spool_));
    Task task;
    task.kind = TaskKind::unwrap;
    task.content.range = range;
    task.password = Secret(unlocking_.password.bytes());
    task.identity = Secret(unlocking_.identity.bytes());
    std::uint64_t size = range ? range->size : TRY(facts_of(file)).size;
    task.limits.seconds = 600 + static_cast<std::int64_t>(size / 5'000'000);
    task.limits.memory_bytes = 3ULL << 30;  // scrypt
    task.limits.spooled_bytes = unwrapped_limit;
    task.limits.output_bytes = unwrapped_limit;
    TRY(run_alone(runner, task, {.content = file.get(), .output = output.get(), .scratch = spool.get()},
                  what));
    std::string outcome, problem, fault;
    TRY(read_facts(output.get(), facts_, [&](auto kind, auto key, auto value) {
      if (kind == "outcome") {
        outcome = key;
        problem = value;
      }
      if (kind == "fault") fault = value;
    }));
    if (!fault.empty()) return fail(Fault::malformed, fmt::format("{} cannot be opened: {}", what, fault));
    if (outcome == name(UnwrapOutcome::opened))
      return UnwrappedFile{.content = TRY(read_only(spool)), .problem = std::move(problem)};
    if (outcome != name(UnwrapOutcome::no_password)) return fail(Fault::malformed, sentence(outcome, what));
    if (!asked && unlocking_.ask) unlocking_.password = TRY(unlocking_.ask());
    if (unlocking_.password.empty()) return fail(Fault::absent, password_needed(what));
  }
}

Result<std::unique_ptr<Container>> AndroidContainer::open_wrapped(TaskRunner& runner,
                                                                  RecognisedEvidence recognised,
                                                                  Unlocking unlocking,
                                                                  const std::string& spool) {
  bool is_backup = recognised.kind == EvidenceKind::android_backup;
  bool is_text = recognised.kind == EvidenceKind::gzip_file;
  std::string_view what = is_backup ? "the backup" : is_text ? "the gzip file" : "the age file";
  std::unique_ptr<AndroidContainer> container(new AndroidContainer(std::move(unlocking), spool));
  UnwrappedFile file = TRY(container->unwrap(runner, recognised.opened, std::nullopt, what));
  if (is_text && !is_android_text(file.content))
    return fail(
        Fault::unsupported,
        "the gzip file holds neither a tar archive nor the text of a bug report: give the folder or the "
        "archive that it came from");
  if (!is_backup && !is_text && !is_archive(file.content))
    return fail(Fault::unsupported, "the age file holds no archive: only a zip or tar of evidence is read");
  StoredTree tree = TRY(StoredTree::list(runner,
                                         {.kind = is_text ? TreePlace::Kind::file : TreePlace::Kind::archive,
                                          .opened = std::move(file.content),
                                          .range = {},
                                          .name = recognised.path.substr(recognised.path.rfind('/') + 1),
                                          .evidence = std::move(recognised.opened)},
                                         spool));
  FoundLayout layout{AndroidLayout::backup, ""};
  if (is_text)
    layout.layout = AndroidLayout::bugreport;
  else if (!is_backup)
    layout = TRY(layout_of(tree));
  if (layout.layout == AndroidLayout::none)
    return fail(
        Fault::unsupported,
        "the age file holds neither a bug report nor an AndroidQF collection: decrypt it with `age` and "
        "give what is in it");
  TRY(container->add_part(runner, {.layout = layout.layout,
                                   .tree = std::move(tree),
                                   .problem = std::move(file.problem),
                                   .leading = std::move(layout.leading),
                                   .is_text = is_text}));
  container->unlocking_ = {};
  TRY(container->write_file_list());
  const BatchEnd& end = container->parts_.front().end;
  if (end.rows == 0 && (end.failed || !container->parts_.front().problem.empty()))
    return fail(Fault::malformed, fmt::format("{} cannot be read: {}. Copy it again, or make a new one", what,
                                              end.failed ? end.reason : container->parts_.front().problem));
  return container;
}

Result<> AndroidContainer::add_nested(TaskRunner& runner, std::size_t number) {
  std::vector<StoredEntry> nested;
  std::vector<std::uint64_t> packed;
  TRY(each_file(
      parts_[number],
      [&](StoredEntry&& stored) {
        if (stored.refused || nested_layout(stored.entry.path) == AndroidLayout::none) return;
        if (parts_[number].tree.is_packed(stored)) packed.push_back(stored.member);
        nested.push_back(std::move(stored));
      },
      [](std::string_view, const Error&) {}));
  TRY(parts_[number].tree.unpack(runner, std::move(packed)));
  int depth = parts_[number].depth + 1;
  for (const StoredEntry& stored : nested) {
    auto added = depth > deepest_part || parts_.size() >= most_parts
                     ? fail(Fault::limit, "it stands too deep, or beside too many others: it was not opened")
                     : add_nested_part(runner, stored, depth);
    if (added) continue;
    Coverage row;
    row.artefact = "evidence.nested";
    row.path = stored.entry.path;
    row.stored_as = stored.entry.stored_as;
    row.status = CoverageStatus::failed;
    row.reason = added.error().message;
    unopened_.push_back(std::move(row));
  }
  return add_packed_text(runner, number);
}

Result<> AndroidContainer::add_packed_text(TaskRunner& runner, std::size_t number) {
  constexpr std::string_view ending = ".gz", folder = "bugreport/";
  if (parts_[number].layout != AndroidLayout::bugreport || parts_[number].text) return {};
  std::optional<StoredEntry> best;
  int best_rank = 0;
  TRY(each_file(
      parts_[number],
      [&](StoredEntry&& stored) {
        std::string_view path = stored.entry.path;
        if (stored.refused || !path.ends_with(ending) || !path.starts_with(folder)) return;
        path.remove_suffix(ending.size());
        auto rank = bugreport_text_rank(path.substr(folder.size()));
        if (!rank ||
            (best && std::tuple(best_rank, best->entry.path) <= std::tuple(*rank, stored.entry.path)))
          return;
        best_rank = *rank;
        best = std::move(stored);
      },
      [](std::string_view, const Error&) {}));
  if (!best) return {};
  if (parts_[number].tree.is_packed(*best)) TRY(parts_[number].tree.unpack(runner, {best->member}));
  auto opened = parts_[number].tree.open(*best);
  if (!opened) return {};  // the part says that it has no text
  auto file = unwrap(runner, opened->file, opened->task_file.range, "the text of the bug report");
  if (!file || !is_android_text(file->content)) return {};
  std::string inner =
      best->entry.path.substr(folder.size(), best->entry.path.size() - folder.size() - ending.size());
  std::string problem = opened->task_file.problem.empty() ? file->problem : opened->task_file.problem;
  StoredTree tree = TRY(StoredTree::list(runner,
                                         {.kind = TreePlace::Kind::file,
                                          .opened = std::move(file->content),
                                          .range = {},
                                          .name = opened->stored_as,
                                          .evidence = {},
                                          .member = std::move(inner)},
                                         spool_));
  parts_[number].has_packed_text = true;
  return add_part(runner, {.layout = AndroidLayout::bugreport,
                           .tree = std::move(tree),
                           .depth = parts_[number].depth + 1,
                           .problem = std::move(problem),
                           .place = best->entry.path,
                           .is_text = true});
}

Result<> AndroidContainer::add_nested_part(TaskRunner& runner, const StoredEntry& stored, int depth) {
  AndroidLayout expected = nested_layout(stored.entry.path);
  OpenedEntry opened = TRY(parts_[stored.part].tree.open(stored));
  TreePlace place{.kind = TreePlace::Kind::archive,
                  .opened = std::move(opened.file),
                  .range = opened.task_file.range,
                  .name = opened.stored_as,
                  .evidence = {}};
  std::string problem = opened.task_file.problem;
  if (expected == AndroidLayout::backup) {
    auto file = TRY(unwrap(runner, place.opened, place.range, "the backup " + stored.entry.path));
    place.opened = std::move(file.content);
    place.range.reset();
    if (problem.empty()) problem = std::move(file.problem);
  }
  StoredTree tree = TRY(StoredTree::list(runner, std::move(place), spool_));
  FoundLayout layout{expected, ""};
  if (expected == AndroidLayout::bugreport) layout = TRY(layout_of(tree));
  if (layout.layout == AndroidLayout::none) layout = {expected, ""};
  return add_part(runner, {.layout = layout.layout,
                           .tree = std::move(tree),
                           .depth = depth,
                           .problem = std::move(problem),
                           .leading = std::move(layout.leading),
                           .place = stored.entry.path});
}

}  // namespace bridle

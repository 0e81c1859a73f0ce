#include "cases/verify.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/file.h"
#include "base/sha256.h"
#include "base/text.h"
#include "cases/hash_file.h"
#include "cases/manifest.h"
#include "cases/revision_digest.h"

namespace bridle {
namespace {

constexpr std::uint64_t manifest_limit = 512ULL << 20;

std::unexpected<Error> differs(std::string what) {
  return fail(Fault::malformed, std::move(what));
}

Result<std::string> read_file(const std::string& path) {
  auto file = TRY(open_for_reading(path));
  return read_whole(file, manifest_limit);
}

// `"name": {"size": n, "sha256": "…"` as the manifest spells it: its text is ours, byte for byte, or it is
// refused.
Result<HashedFile> check_file(const std::string& manifest, const std::string& name, const std::string& path) {
  auto entry = between(manifest, fmt::format("\"{}\": {{", name), "}");
  auto claimed = entry ? between(*entry, "\"sha256\": \"", "\"") : std::nullopt;
  if (!claimed) return differs(fmt::format("manifest.json: it says nothing of {}", name));
  auto hashed = hash_file(path);
  if (!hashed) return differs(fmt::format("{}: {}", name, hashed.error().message));
  if (hashed->sha256 != *claimed)
    return differs(
        fmt::format("{}: its SHA-256 is {}, the manifest says {}", name, hashed->sha256, *claimed));
  return *hashed;
}

// An archive is one file, whatever it is called now.
Result<std::uint64_t> check_archive(const std::string& digests, const std::string& evidence) {
  auto hashed = TRY(hash_file(evidence));
  std::string_view claimed = std::string_view(digests).substr(0, 64);
  if (std::ranges::count(digests, '\n') != 1)
    return differs(fmt::format("evidence {}: it is a file, and the case lists more than one", evidence));
  if (hashed.sha256 != claimed)
    return differs(
        fmt::format("evidence {}: its SHA-256 is {}, the case says {}", evidence, hashed.sha256, claimed));
  return 1;
}

Result<std::uint64_t> check_evidence(const std::string& digests, const std::string& evidence) {
  auto directory = TRY(open_directory(evidence));
  std::uint64_t files = 0;
  Lines lines{digests};
  while (auto line = lines.next()) {
    if (line->text.size() < 67)
      return differs(fmt::format("evidence.sha256: line {} is malformed", line->number));
    std::string claimed(line->text.substr(0, 64)), path(line->text.substr(66));
    auto file = open_beneath(directory, path);
    if (!file) return differs(fmt::format("evidence {}: {}", path, file.error().message));
    auto hashed = TRY(hash_open_file(*file));
    if (hashed.sha256 != claimed)
      return differs(
          fmt::format("evidence {}: its SHA-256 is {}, the case says {}", path, hashed.sha256, claimed));
    ++files;
  }
  return files;
}

}  // namespace

Result<VerifiedCase> verify_case(const std::string& folder, const std::optional<std::string>& evidence) {
  auto read = read_file(case_manifest_path(folder));
  if (!read)
    return fail(Fault::absent, fmt::format("{} is not a sealed case: it holds no manifest.json", folder));
  const std::string& manifest = *read;
  VerifiedCase verified;

  auto seal = between(manifest, "\"seal\": \"", "\"");
  if (!seal || seal->size() != 64) return differs("manifest.json: it carries no seal");
  verified.seal = *seal;
  std::string unsealed = manifest;
  unsealed.replace(static_cast<std::size_t>(seal->data() - manifest.data()), 64, "");
  std::string computed = to_hex(sha256(as_bytes(unsealed)));
  if (computed != verified.seal)
    return differs(
        fmt::format("manifest.json: its seal is {}, but its content gives {}", verified.seal, computed));

  HashedFile database = TRY(check_file(manifest, "case.sqlite", case_database_path(folder)));
  (void)TRY(check_file(manifest, "journal.jsonl", case_journal_path(folder)));
  (void)TRY(check_file(manifest, "evidence.sha256", case_digests_path(folder)));
  (void)TRY(check_file(manifest, "report.html", case_report_path(folder)));
  verified.journal_lines = TRY(check_journal(case_journal_path(folder))).lines;

  auto store = TRY(CaseStore::open(folder, Database::Mode::read_only));
  if (TRY(manifest_text(store, verified.seal, database)) != manifest)
    return differs("manifest.json: it does not say what case.sqlite says");
  TRY(check_revisions(store, case_journal_path(folder)));

  std::string digests = TRY(read_file(case_digests_path(folder)));
  auto listed = TRY(store.database().number("SELECT count(*) FROM evidence_file WHERE sha256 <> ''"));
  if (std::ranges::count(digests, '\n') != listed)
    return differs("evidence.sha256: it does not list what case.sqlite lists");
  struct stat status{};
  bool archive = evidence && ::stat(evidence->c_str(), &status) == 0 && S_ISREG(status.st_mode);
  if (evidence)
    verified.evidence_files =
        TRY(archive ? check_archive(digests, *evidence) : check_evidence(digests, *evidence));
  return verified;
}

}  // namespace bridle

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <system_error>

#include "base/file.h"
#include "base/text.h"
#include "indicators/indicator_format.h"
#include "indicators/misp_event.h"
#include "indicators/mvt_index.h"
#include "indicators/stix_loader.h"

namespace bridle {
namespace {

namespace fs = std::filesystem;

/// Most files that one directory is searched for, and its depth: a wrong path must not walk a whole disk.
constexpr std::size_t files_limit = 10'000;
constexpr int directory_depth = 16;

/// How a folder's files are taken: lists only where nothing better lies beside them.
enum class Kind { structured, raw, other };

Kind kind_of(const fs::path& path) {
  auto extension = to_lower_ascii(path.extension().string());
  for (std::string_view each : {".stix2", ".json", ".ioc", ".pack"})
    if (extension == each) return Kind::structured;
  for (std::string_view each : {".csv", ".txt", ".yaml", ".yml"})
    if (extension == each) return Kind::raw;
  return Kind::other;
}

/// Links are not followed: what is loaded is what lies there.
Result<std::vector<fs::path>> list(const fs::path& directory) {
  std::vector<fs::path> out;
  std::error_code error;
  fs::recursive_directory_iterator at(directory, error), end;
  while (!error && at != end) {
    if (at.depth() >= directory_depth) at.disable_recursion_pending();
    auto status = at->symlink_status(error);
    if (!error && fs::is_regular_file(status) && kind_of(at->path()) != Kind::other)
      out.push_back(at->path());
    if (out.size() > files_limit)
      return fail(Fault::limit, "more than 10,000 indicator files in one directory");
    if (!error) at.increment(error);
  }
  if (error) return fail(Fault::io, fmt::format("indicator directory cannot be listed: {}", error.message()));
  std::ranges::sort(out, {}, [](const fs::path& path) { return path.generic_string(); });
  return out;
}

Result<std::string> content_of(const fs::path& path) {
  auto file = TRY(open_for_reading(path.string()));
  if (!TRY(facts_of(file)).regular) return fail(Fault::io, "not a regular file");
  return read_whole(file, indicator_file_limit);
}

/// One call of load_indicators: which files were read already, because an index lists them.
class Files {
 public:
  void load(const fs::path& path, const FileContext& context = {}) {
    if (!loaded_.insert(path.lexically_normal().string()).second) return;
    auto content = content_of(path);
    if (!content) return loader_.add_failure(path.string(), content.error());
    auto format = recognise_indicators(*content);
    if (format == IndicatorFormat::mvt_index) return index(path, *content);
    if (format == IndicatorFormat::misp_manifest) return manifest(path, *content);
    if (format == IndicatorFormat::misp_event && !reading_feed_ &&
        feeds_.contains(path.parent_path().lexically_normal().string()))
      return loader_.add_failure(path.string(),
                                 {Fault::absent, "not listed by the feed's manifest: not loaded"});
    loader_.add_file(path.string(), as_bytes(*content), context);
  }

  Result<> folder(const fs::path& directory) {
    auto found = TRY(list(directory));
    // A feed says itself which of its events are current.
    for (const fs::path& file : found)
      if (file.filename() == "manifest.json") load(file);
    bool structured =
        std::ranges::any_of(found, [](const fs::path& p) { return kind_of(p) == Kind::structured; });
    for (const fs::path& file : found) {
      if (structured && kind_of(file) == Kind::raw)
        left_out_.push_back(file.lexically_relative(directory).generic_string());
      else
        load(file);
    }
    return {};
  }

  IndicatorSet finish() {
    IndicatorSet set = loader_.finish();
    set.report.left_out = std::move(left_out_);
    return set;
  }

 private:
  void index(const fs::path& path, const std::string& content) {
    auto entries = read_mvt_index(content);
    if (!entries) return loader_.add_failure(path.string(), entries.error());
    for (const MvtIndexEntry& entry : *entries) {
      auto names = entry.local_names();
      auto there = std::ranges::find_if(names, [&](const std::string& name) {
        std::error_code error;
        return fs::is_regular_file(path.parent_path() / name, error);
      });
      FileContext context{entry.name, entry.references};
      if (!entry.url.empty()) context.references.push_back(entry.url);
      if (there != names.end())
        load(path.parent_path() / *there, context);
      else
        loader_.add_failure(entry.name.substr(entry.name.find_last_of('/') + 1),
                            {Fault::absent, "listed by the index, and not beside it: download it first"});
    }
  }

  void manifest(const fs::path& path, const std::string& content) {
    auto events = read_misp_manifest(content);
    if (!events) return loader_.add_failure(path.string(), events.error());
    feeds_.insert(path.parent_path().lexically_normal().string());
    reading_feed_ = true;
    for (const std::string& uuid : *events) load(path.parent_path() / (uuid + ".json"));
    reading_feed_ = false;
  }

  IndicatorLoader loader_;
  std::set<std::string> loaded_, feeds_;
  bool reading_feed_ = false;
  std::vector<std::string> left_out_;
};

}  // namespace

Result<IndicatorSet> load_indicators(std::span<const fs::path> paths) {
  Files files;
  for (const fs::path& path : paths) {
    std::error_code error;
    auto status = fs::status(path, error);
    if (!fs::exists(status)) return fail(Fault::absent, "indicator path does not exist: " + path.string());
    if (fs::is_directory(status))
      TRY(files.folder(path));
    else
      files.load(path);
  }
  return files.finish();
}

}  // namespace bridle

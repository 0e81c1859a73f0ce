#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>

namespace bridle {

/// The folder of the published test files, read in place: $BRIDLE_CORPUS, or shared/corpus beside the source
/// tree. Nothing when it is not there; a test that needs it then skips and says so.
inline std::optional<std::filesystem::path> corpus_folder(const std::filesystem::path& source_tree) {
  const char* given = std::getenv("BRIDLE_CORPUS");
  std::filesystem::path folder = given != nullptr ? given : source_tree / ".." / "shared" / "corpus";
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored)) return std::nullopt;
  return folder;
}

}  // namespace bridle

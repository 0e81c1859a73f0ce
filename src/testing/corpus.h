#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bridle::testing {

/// The folder of inputs that nobody of this project wrote: $BRIDLE_CORPUS, else ../shared/corpus beside the
/// source tree; nothing when absent. A test that needs it then says so with GTEST_SKIP.
std::optional<std::filesystem::path> corpus(const std::filesystem::path& source_tree);
/// All regular files below a folder, sorted by path.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder);
/// A whole file; empty when it cannot be read.
std::string content_of(const std::filesystem::path& file);

}  // namespace bridle::testing

/// Gives the corpus folder, or ends the test as skipped.
#define CORPUS_OR_SKIP(variable, folder)                                \
  auto variable##_root = bridle::testing::corpus(BRIDLE_SOURCE_DIR);    \
  if (!variable##_root) GTEST_SKIP() << "no corpus: set BRIDLE_CORPUS"; \
  std::filesystem::path variable = *variable##_root / (folder)

#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace bridle::testing {

/// Where the corpus of other people's files lies: $BRIDLE_CORPUS, or beside the project. Empty when absent.
inline std::filesystem::path corpus_folder() {
  const char* named = std::getenv("BRIDLE_CORPUS");
  std::filesystem::path folder = named != nullptr ? named : BRIDLE_SOURCE_DIR "/../shared/corpus";
  return std::filesystem::is_directory(folder) ? folder : std::filesystem::path();
}

/// The whole content of a file of the corpus; empty when it cannot be read.
inline std::string read_test_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace bridle::testing

/// Skips the test, visibly, where the corpus is absent.
#define SKIP_WITHOUT_CORPUS() \
  if (bridle::testing::corpus_folder().empty()) GTEST_SKIP() << "corpus is absent: set BRIDLE_CORPUS"

#pragma once

#include <simdjson.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "program.h"

namespace bridle::testing {

/// The elements of a file of an export in MVT's form, the members of one that is an object; 0 when absent.
inline std::int64_t records_of(const std::string& file) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.load(file).get(root) != simdjson::SUCCESS) return 0;
  if (root.is_array()) return static_cast<std::int64_t>(simdjson::dom::array(root).size());
  return static_cast<std::int64_t>(simdjson::dom::object(root).size());
}

/// The rows that one of MVT's modules has in an export's timeline.
inline std::int64_t events_of(const std::string& folder, std::string_view plugin) {
  std::ifstream file(folder + "/timeline.csv");
  std::int64_t count = 0;
  for (std::string line; std::getline(file, line);)
    count += line.find("\",\"" + std::string(plugin) + "\",\"") != std::string::npos ? 1 : 0;
  return count;
}

/// How often a text stands in another.
inline std::int64_t times_in(const std::string& text, std::string_view wanted) {
  std::int64_t count = 0;
  for (std::size_t at = 0; (at = text.find(wanted, at)) != std::string::npos; at += wanted.size()) ++count;
  return count;
}

/// All test sources of the tree in one text.
inline std::string test_sources() {
  std::string all;
  for (const char* folder : {"/src", "/tests"})
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(BRIDLE_SOURCE_DIR) + folder))
      if (entry.path().string().ends_with("_test.cpp")) all += read_text(entry.path().string());
  return all;
}

/// Whether a test "Suite.name" stands in `sources`, by any of GoogleTest's macros.
inline bool has_test(const std::string& sources, std::string_view test) {
  std::size_t dot = test.find('.');
  if (dot == std::string_view::npos) return false;
  std::string after = "(" + std::string(test.substr(0, dot)) + ",", name(test.substr(dot + 1));
  for (std::size_t at = 0; (at = sources.find(after, at)) != std::string::npos; ++at) {
    std::size_t begin = sources.find_first_not_of(" \n", at + after.size());
    if (begin != std::string::npos && sources.compare(begin, name.size(), name) == 0 &&
        sources[begin + name.size()] == ')')
      return true;
  }
  return false;
}

}  // namespace bridle::testing

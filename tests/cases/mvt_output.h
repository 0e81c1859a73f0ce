#pragma once

#include <simdjson.h>

#include <fstream>
#include <string>
#include <string_view>

namespace bridle::testing {

/// Members of an object, elements of an array, 0 when there is no such file.
inline std::int64_t records_of(const std::string& file) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.load(file).get(root) != simdjson::SUCCESS) return 0;
  if (root.is_array()) return static_cast<std::int64_t>(simdjson::dom::array(root).size());
  return static_cast<std::int64_t>(simdjson::dom::object(root).size());
}

/// Rows of timeline.csv of one of MVT's modules.
inline std::int64_t events_of(const std::string& folder, std::string_view plugin) {
  std::ifstream file(folder + "/timeline.csv");
  std::int64_t count = 0;
  for (std::string line; std::getline(file, line);)
    count += line.contains("\",\"" + std::string(plugin) + "\",\"") ? 1 : 0;
  return count;
}

}  // namespace bridle::testing

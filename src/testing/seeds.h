#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bridle::testing {

/// Where bridle-seeds writes what the fuzzers start from: DIRECTORY/<fuzz target>/<n>.
class Seeds {
 public:
  explicit Seeds(std::filesystem::path directory) : directory_(std::move(directory)) {}

  /// Writes seeds of one fuzz target, numbered from 0, behind those that it has. False when the file system
  /// refused.
  bool add(std::string_view target, const std::vector<std::string>& contents) {
    std::filesystem::create_directories(directory_ / target);
    int& number = written_[std::string(target)];
    for (const std::string& content : contents) {
      std::ofstream out(directory_ / target / std::to_string(number++), std::ios::binary);
      out << content;
      ok_ = ok_ && out.good();
    }
    return ok_;
  }
  bool ok() const { return ok_; }

 private:
  std::filesystem::path directory_;
  std::map<std::string, int> written_;
  bool ok_ = true;
};

/// Each area adds its own.
void write_evidence_seeds(Seeds& seeds);
void write_indicator_seeds(Seeds& seeds);
void write_android_seeds(Seeds& seeds);
void write_ios_seeds(Seeds& seeds);

}  // namespace bridle::testing

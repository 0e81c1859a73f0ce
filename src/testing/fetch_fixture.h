#pragma once

// For the tests of src/fetch only: bridle_testing does not link that folder.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "fetch/fetch.h"
#include "testing/corpus.h"
#include "testing/replay_server.h"

namespace bridle::testing {

/// A folder of its own, and options that never wait.
class FetchTest : public ::testing::Test {
 protected:
  FetchTest() {
    for (const char* variable :
         {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy"})
      ::unsetenv(variable);
    std::string pattern = (std::filesystem::temp_directory_path() / "bridle-fetch-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    options_.into = folder_ + "/into";
    options_.most_wait = 0;
    options_.http.stall_seconds = 2;
    options_.http.connect_seconds = 2;
    options_.http.total_seconds = 10;
  }
  ~FetchTest() override { std::filesystem::remove_all(folder_); }

  Source source(SourceType type, const ReplayServer& server, std::string_view target) {
    Source out{.name = "s", .type = type, .url = server.url(target)};
    out.plain_http = true;
    return out;
  }
  /// "3 files, 2 changed, 0 removed" and the troubles.
  std::string fetch(const Source& source) {
    auto tally = fetch_source(source, options_);
    if (!tally) return "fault: " + tally.error().message;
    auto out = std::to_string(tally->files) + " files, " + std::to_string(tally->changed) + " changed, " +
               std::to_string(tally->removed) + " removed";
    for (const std::string& trouble : tally->troubles) out += "\n" + trouble;
    return out;
  }
  std::string content(const std::string& name) { return content_of(options_.into + "/s/" + name); }
  std::string names() {
    std::string out;
    for (const auto& path : files_below(options_.into + "/s")) out += path.filename().string() + "\n";
    return out;
  }
  FetchRecord record() {
    return read_fetch_record(content_of(options_.into + "/s.record")).value_or(FetchRecord{});
  }
  void write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(folder_ + "/" + name).parent_path());
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
  }

  std::string folder_;
  FetchOptions options_;
};

}  // namespace bridle::testing

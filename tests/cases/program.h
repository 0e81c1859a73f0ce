#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "testing/forge.h"

namespace bridle::testing {

/// What the program said and how it ended.
struct Outcome {
  int code = -1;
  std::string out, err;
};
/// Runs a program as a user would. `environment` is added to a small fixed one.
Outcome run_program(const std::string& program, std::vector<std::string> arguments,
                    const std::map<std::string, std::string>& environment = {});
inline Outcome run_bridle(std::vector<std::string> arguments,
                          const std::map<std::string, std::string>& environment = {}) {
  return run_program(BRIDLE_PROGRAM, std::move(arguments), environment);
}

/// A folder of its own for one test, removed afterwards.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// Forges a small backup into `folder`; with few iterations, so that tests are quick.
void forge(const std::string& folder, BackupTemplate as);
/// An encrypted one of the newest kind, password "pw".
BackupTemplate encrypted_template();

std::string read_text(const std::string& path);
void write_text(const std::string& path, const std::string& content);
/// The value behind "seal" in a case's manifest.
std::string seal_of(const std::string& case_folder);
/// The first column of the first row of a SELECT over a case.
std::int64_t count_in(const std::string& case_folder, const std::string& sql);
std::string text_in(const std::string& case_folder, const std::string& sql);

/// Expects what the answer key of forged evidence says: planted traces are met where the catalogue has the
/// trace, and what only resembles them is not.
void expect_answers(const std::string& folder, const std::string& case_folder);

}  // namespace bridle::testing

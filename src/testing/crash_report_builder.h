#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bridle::testing {

/// What a report of a crash says.
struct CrashTemplate {
  struct Image {
    std::string name, path, uuid;
    std::uint64_t base = 0x100000000, size = 0x1000;
  };
  struct Frame {
    int image = 0;  ///< its number; of one that does not exist: outside all of them
    std::uint64_t offset = 0;
    std::string symbol;
  };
  std::string process = "imagent",
              path = "/System/Library/PrivateFrameworks/IMCore.framework/imagent.app/imagent";
  std::string bundle_id, parent = "launchd", time = "2023-11-14 22:13:20.1234 +0000";
  std::string information;
  int pid = 412;
  std::vector<Image> images;
  std::vector<Frame> frames;
};

/// The line that stands at the head of every .ips.
std::string write_ips_head(const std::string& bug_type, const std::string& name,
                           const std::string& time = "2023-11-14 22:13:21.00 +0000");
/// The body since iOS 15, and the classic one.
std::string write_crash_json(const CrashTemplate& crash);
std::string write_crash_text(const CrashTemplate& crash);
/// Head and body of a JetsamEvent that lists these processes, the first of them killed.
std::string write_jetsam(const std::vector<std::string>& processes);
/// The same of a stackshot.
std::string write_stackshot(const std::vector<std::string>& processes);

}  // namespace bridle::testing

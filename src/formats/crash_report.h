#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bridle {

/// A piece of code in the memory of a process that crashed: the program, a library, a framework.
struct CrashImage {
  std::string name, path, uuid;  ///< empty where the report has none; the UUID in upper case with dashes
  std::uint64_t base = 0, size = 0;
  bool is_in_backtrace = false;  ///< the thread that crashed was running in it
};

/// One process of a list: JetsamEvent (298) and stackshot (288) name every process that ran at that moment.
struct CrashProcess {
  std::string name, uuid, reason, states;
  std::string place;  ///< "processes[3]", "processByPid.412"
  std::optional<std::int64_t> pid, coalition, pages, most_pages;
  std::optional<double> cpu_seconds;
};

/// One report of what went wrong. Everything may be missing. Borrows: nothing.
struct CrashReport {
  enum class Form : std::uint8_t { json, text, head_only } form = Form::head_only;
  std::int64_t line = 1;  ///< of its first line in the file

  // The head, and the members of the body that say the same.
  std::string bug_type, time, os_version, incident, app_name, bundle_id, app_version, build_version,
      slice_uuid, model;
  std::optional<bool> is_first_party;

  std::string process, path, parent, responsible, coalition, role, launched, exception, codes, signal,
      termination, thread, information, panic, backtrace;
  std::optional<std::int64_t> pid, parent_pid, user_id;
  std::string others;  ///< a JSON object of the body's other texts and numbers, or empty

  std::vector<CrashImage> images;
  std::vector<CrashProcess> processes;
  std::int64_t image_count = 0;     ///< also of those beyond what is kept
  std::int64_t process_count = 0;   ///< likewise
  std::int64_t frames_outside = 0;  ///< frames of the thread that crashed that lie in no image
  std::vector<std::string> notes;   ///< what could not be read, or is odd
};

struct CrashReportVisitor {
  std::function<void(CrashReport&)> report;
  std::function<void(std::int64_t line, const Error&)> skip;  ///< a part that is no report
};

/// What a `bug_type` means: "crash", "jetsam", "panic"; "other" for unknown numbers.
std::string_view crash_report_kind(std::string_view bug_type);

/// Reads every report of a file: an .ips (a line of JSON, then JSON or text), several of them one behind the
/// other, or a classic text report without a head. `first_line` is the number of the first line. Bounds: 100
/// reports, and of each 20,000 images, 20,000 processes, 64 KiB of each text; what lies beyond is counted and
/// noted. Faults: unsupported (no report at all).
/// Source: ios-artifacts.md 4.6; docs/formats/crash-report.md.
Result<> read_crash_reports(std::string_view text, std::int64_t first_line, const CrashReportVisitor& visit);

// The two forms of a body; they add to what the head said.
void read_crash_text(std::string_view body, CrashReport& report);
/// Faults: malformed (no JSON).
Result<> read_crash_json(std::string_view body, CrashReport& report);

constexpr std::size_t most_crash_images = 20'000, most_crash_processes = 20'000, most_crash_text = 65'536;
constexpr std::size_t most_crash_reports = 100;
/// The first 64 KiB of a text.
std::string crash_text(std::string_view text);

}  // namespace bridle

#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>

namespace bridle::cli {
namespace {

using Clock = std::chrono::steady_clock;

std::string line_of(const Progress& p, double seconds) {
  std::string line = fmt::format("{}", p.phase);
  if (p.tasks > 0) line += fmt::format(": {} of {} traces", p.tasks_done, p.tasks);
  if (p.files_hashed > 0)
    line += fmt::format(", {} files hashed ({:.1f} GB)", p.files_hashed,
                        static_cast<double>(p.bytes_hashed) / 1e9);
  if (p.tasks_done > 0 && p.tasks_done < p.tasks && seconds > 2) {
    double left = seconds / static_cast<double>(p.tasks_done) * static_cast<double>(p.tasks - p.tasks_done);
    line += fmt::format(", about {:.0f} s left", left);
  }
  return line + fmt::format(" [{:.0f} s]", seconds);
}

}  // namespace

std::function<void(const Progress&)> progress_line(bool quiet) {
  if (quiet) return {};
  bool terminal = ::isatty(2) != 0;
  auto start = Clock::now();
  auto last = std::make_shared<double>(-10);
  return [=](const Progress& progress) {
    double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (!terminal && seconds - *last < 10) return;
    if (!terminal && *last < 0 && seconds < 10) return;  // short runs need no chatter in a log
    *last = seconds;
    std::string line = line_of(progress, seconds);
    if (terminal)
      fmt::print(stderr, "\r\x1b[2K{}", line);
    else
      fmt::print(stderr, "{}\n", line);
    std::fflush(stderr);
  };
}

void end_progress(bool quiet) {
  if (!quiet && ::isatty(2) != 0) fmt::print(stderr, "\r\x1b[2K");
}

}  // namespace bridle::cli

#include "testing/dumpstate_builder.h"

#include <fmt/format.h>

#include "base/text.h"

namespace bridle::testing {
namespace {
const std::string dashes(79, '-');
const std::string equals(56, '=');
}  // namespace

void DumpstateBuilder::line(std::string_view text) {
  text_ += text;
  text_ += line_end_;
}

void DumpstateBuilder::body(std::string_view body) {
  if (line_end_ == "\n") {
    text_ += body;
    if (!body.empty() && !body.ends_with('\n')) text_ += '\n';
    return;
  }
  Lines lines(body);
  while (auto next = lines.next()) line(next->text);
}

DumpstateBuilder& DumpstateBuilder::raw(std::string_view text) {
  text_ += text;
  return *this;
}

DumpstateBuilder& DumpstateBuilder::header(std::string_view fingerprint, std::string_view local) {
  line(equals);
  line(fmt::format("== dumpstate: {}", local));
  line(equals);
  line("");
  auto colon = fingerprint.find(':');
  auto build = fingerprint.substr(colon == std::string_view::npos ? 0 : colon + 1);
  line(fmt::format("Build: {}", build.substr(build.find('/') + 1)));
  line(fmt::format("Build fingerprint: '{}'", fingerprint));
  line("Bootloader: unknown");
  line("Kernel: Linux version 5.10.0");
  line("");
  return *this;
}

DumpstateBuilder& DumpstateBuilder::section(std::string_view title, std::string_view command,
                                            std::string_view content) {
  line(command.empty() ? fmt::format("------ {} ------", title)
                       : fmt::format("------ {} ({}) ------", title, command));
  body(content);
  if (age_ == Age::modern)
    line(fmt::format("------ 0.356s was the duration of '{}' ------", title));
  else if (!command.empty() && !command.starts_with('/'))
    line(fmt::format("[{}: 0.1s elapsed]", command.substr(0, command.find(' '))));
  line("");
  return *this;
}

DumpstateBuilder& DumpstateBuilder::begin_dumpsys(std::string_view priority) {
  dumpsys_ = priority.empty() ? "DUMPSYS" : fmt::format("DUMPSYS {}", priority);
  if (age_ == Age::old) {
    line(equals);
    line("== Android Framework Services");
    line(equals);
  }
  line(fmt::format("------ {} ({}) ------", dumpsys_, age_ == Age::old ? "dumpsys" : "/system/bin/dumpsys"));
  return *this;
}

DumpstateBuilder& DumpstateBuilder::service(std::string_view name, std::string_view content,
                                            std::string_view priority, std::string_view local) {
  line(dashes);
  line(fmt::format("DUMP OF SERVICE {}{}{}:", priority, priority.empty() ? "" : " ", name));
  body(content);
  if (age_ == Age::modern)
    line(fmt::format("--------- 0.053s was the duration of dumpsys {}, ending at: {}", name, local));
  return *this;
}

DumpstateBuilder& DumpstateBuilder::stopped_service(std::string_view name, std::string_view content) {
  line(dashes);
  line(fmt::format("DUMP OF SERVICE {}:", name));
  body(content);
  line("");
  line(fmt::format("*** SERVICE '{}' DUMP TIMEOUT (10000ms) EXPIRED ***", name));
  line("");
  return *this;
}

DumpstateBuilder& DumpstateBuilder::end_dumpsys() {
  if (age_ == Age::modern)
    line(fmt::format("------ 4.2s was the duration of '{}' ------", dumpsys_));
  else
    line("[dumpsys: 11.2s elapsed]");
  line("");
  return *this;
}

DumpstateBuilder& DumpstateBuilder::done() {
  line(equals);
  line("== dumpstate: done (id 1)");
  line(equals);
  return *this;
}

std::string every_kind_of_section() {
  return DumpstateBuilder()
      .header("google/oriole/oriole:14/UP1A.231005.007/10754064:user/release-keys")
      .section("UPTIME", "uptime", " 11:07:22 up 1 day\n")
      .section("LAST KMSG", "/proc/last_kmsg", "*** /proc/last_kmsg: No such file or directory\n")
      .section("BACKLIGHTS", "", std::string("bin\0ary\xff\n", 9))
      .begin_dumpsys("CRITICAL")
      .service("SurfaceFlinger", "  a layer\n", "CRITICAL")
      .end_dumpsys()
      .begin_dumpsys()
      .service("package", "Packages:\n", "NORMAL")
      .stopped_service("activity", "  half a\n")
      .service("package", "Packages again:\n")
      .raw("\nsomething between\n")
      .raw("------ 0.1s was the duration of 'A STEP WITHOUT A TITLE' ------\n")
      .end_dumpsys()
      .raw("------ SYSTEM LOG (logcat) ------\nno end\n")
      .section("SYSTEM PROPERTIES", "getprop", "[ro.build.version.sdk]: [34]\n")
      .done()
      .text();
}

}  // namespace bridle::testing

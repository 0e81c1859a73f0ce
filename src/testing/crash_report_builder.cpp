#include "testing/crash_report_builder.h"

#include <fmt/format.h>

#include "base/json.h"

namespace bridle::testing {

std::string write_ips_head(const std::string& bug_type, const std::string& name, const std::string& time) {
  return JsonWriter(false)
             .object()
             .member("app_name", name)
             .member("timestamp", time)
             .member("app_version", "1.0")
             .member("slice_uuid", "5fd6c4ca-5549-3855-959f-be077158c67a")
             .member("build_version", "7")
             .member("is_first_party", 1)
             .member("bug_type", bug_type)
             .member("os_version", "iPhone OS 16.1.1 (20B101)")
             .member("incident_id", "2416C26A-72A8-4687-AFAA-7FCEB9D77458")
             .member("name", name)
             .end()
             .take() +
         "\n";
}

std::string write_crash_json(const CrashTemplate& crash) {
  JsonWriter json;
  json.object()
      .member("uptime", 1000)
      .member("procLaunch", "2023-11-14 22:00:00.5 +0000")
      .member("procRole", "Background")
      .member("userID", 501)
      .member("modelCode", "iPhone12,1")
      .member("captureTime", crash.time)
      .member("incident", "2416C26A-72A8-4687-AFAA-7FCEB9D77458")
      .member("bug_type", "309")
      .member("pid", crash.pid)
      .member("procStartAbsTime", std::uint64_t{18'000'000'000'000'000'000U})
      .member("procName", crash.process)
      .member("procPath", crash.path)
      .member("parentProc", crash.parent)
      .member("parentPid", 1)
      .member("coalitionName", "com.apple.imagent");
  if (!crash.bundle_id.empty())
    json.key("bundleInfo").object().member("CFBundleIdentifier", crash.bundle_id).end();
  json.key("exception")
      .object()
      .member("codes", "0x1, 0x0")
      .member("type", "EXC_BAD_ACCESS")
      .member("signal", "SIGSEGV")
      .member("subtype", "KERN_INVALID_ADDRESS at 0x0")
      .end();
  json.key("termination")
      .object()
      .member("code", 11)
      .member("namespace", "SIGNAL")
      .member("indicator", "Segmentation fault: 11")
      .member("byProc", "exc handler")
      .end();
  if (!crash.information.empty())
    json.key("asi").object().key("libsystem_c.dylib").array().value(crash.information).end().end();
  json.member("faultingThread", 0).key("threads").array().object().member("triggered", true);
  json.member("queue", "com.apple.main-thread").key("frames").array();
  for (const CrashTemplate::Frame& frame : crash.frames) {
    json.object().member("imageOffset", frame.offset).member("imageIndex", frame.image);
    if (!frame.symbol.empty()) json.member("symbol", frame.symbol).member("symbolLocation", 8);
    json.end();
  }
  json.end().end().end().key("usedImages").array();
  for (const CrashTemplate::Image& image : crash.images) {
    json.object().member("source", "P").member("base", image.base).member("size", image.size);
    json.member("uuid", image.uuid);
    if (!image.path.empty()) json.member("path", image.path);
    if (!image.name.empty()) json.member("name", image.name);
    json.end();
  }
  return json.end().end().take() + "\n";
}

std::string write_crash_text(const CrashTemplate& crash) {
  std::string text = fmt::format(
      "Incident Identifier: 2416C26A-72A8-4687-AFAA-7FCEB9D77458\n"
      "Hardware Model:      iPhone9,4\nProcess:             {} [{}]\nPath:                {}\n"
      "Identifier:          {}\nVersion:             1 (1.0)\nParent Process:      {} [1]\n"
      "Coalition:           {} [419]\n\n\nDate/Time:           {}\nLaunch Time:         {}\n"
      "OS Version:          iPhone OS 14.5.1 (18E212)\n\nException Type:  EXC_CRASH (SIGABRT)\n"
      "Exception Codes: 0x0, 0x0\nTriggered by Thread:  0\n\n",
      crash.process, crash.pid, crash.path, crash.bundle_id, crash.parent, crash.bundle_id, crash.time,
      crash.time);
  if (!crash.information.empty()) text += "Application Specific Information:\n" + crash.information + "\n\n";
  text += "Thread 0 name:  Dispatch queue: com.apple.main-thread\nThread 0 Crashed:\n";
  int number = 0;
  for (const CrashTemplate::Frame& frame : crash.frames) {
    bool known = frame.image >= 0 && frame.image < static_cast<int>(crash.images.size());
    text += fmt::format("{:<4}{:<30}\t0x{:016x} {} + 8\n", number++,
                        known ? crash.images[static_cast<std::size_t>(frame.image)].name : "???",
                        frame.offset, frame.symbol);
  }
  text += "\nThread 0 crashed with ARM Thread State (64-bit):\n    x0: 0x0\n\nBinary Images:\n";
  for (const CrashTemplate::Image& image : crash.images)
    text += fmt::format("0x{:x} - 0x{:x} {} arm64  <{}> {}\n", image.base, image.base + image.size - 1,
                        image.name, image.uuid, image.path);
  return text + "\nEOF\n";
}

std::string write_jetsam(const std::vector<std::string>& processes) {
  JsonWriter json;
  json.object()
      .member("product", "iPhone12,1")
      .member("incident", "1")
      .member("date", "2023-11-14 22:13:20.56 +0100")
      .member("largestProcess", processes.empty() ? "" : processes.front());
  json.key("processes").array();
  for (std::size_t i = 0; i < processes.size(); ++i) {
    json.object().member("uuid", "5fd6c4ca-5549-3855-959f-be077158c67a").key("states").array();
    json.value("daemon").value("idle").end().member("lifetimeMax", 900).member("coalition", 40);
    json.member("rpages", 700).member("pid", static_cast<int>(100 + i)).member("cpuTime", 1.5);
    json.member("name", processes[i]);
    if (i == 0) json.member("reason", "vm-pageshortage");
    json.end();
  }
  return write_ips_head("298", "") + json.end().end().take() + "\n";
}

std::string write_stackshot(const std::vector<std::string>& processes) {
  JsonWriter json;
  json.object().member("date", "2023-11-14 22:13:20.56 +0100").key("processByPid").object();
  for (std::size_t i = 0; i < processes.size(); ++i) {
    json.key(std::to_string(200 + i)).object().member("procname", processes[i]);
    json.key("threadById").object().end().end();
  }
  return write_ips_head("288", "") + json.end().end().take() + "\n";
}

}  // namespace bridle::testing

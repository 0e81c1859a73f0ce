#include <fmt/format.h>

#include <iterator>

#include "testing/dumpstate_builder.h"
#include "testing/forge_android.h"
#include "testing/forge_parts.h"

namespace bridle::testing {
namespace {

// Lines that look like a log, up to a size.
std::string log_lines(std::uint64_t bytes, Random& random) {
  std::string text;
  for (std::uint64_t i = 0; text.size() < bytes; ++i)
    fmt::format_to(std::back_inserter(text), "03-21 {:02}:{:02}:{:02}.{:03} {:5} {:5} D Service{}: {}\n",
                   i / 3600'000 % 24, i / 60'000 % 60, i / 1000 % 60, i % 1000, 1000 + random.below(60),
                   1000 + random.below(900), random.below(40), chatter(random, random.below(20) == 0));
  return text;
}

// What a service prints that nobody reads, indented as services do.
std::string state_lines(std::uint64_t bytes, Random& random) {
  std::string text;
  while (text.size() < bytes)
    fmt::format_to(std::back_inserter(text),
                   "  * Record{{{:x} u0 com.example.app{}/.Main}}\n    state={} flags=0x{:x}\n",
                   random.next() & 0xFFFFFFF, random.below(300), random.below(9), random.next() & 0xFFFF);
  return text;
}

void add_package(std::string& text, std::string_view name, std::uint64_t number, std::string_view installer) {
  fmt::format_to(std::back_inserter(text),
                 "  Package [{0}] ({1:x}):\n    userId={2}\n    pkg=Package{{{1:x} {0}}}\n"
                 "    codePath=/data/app/{0}-1\n    versionCode={3} minSdk=28 targetSdk=33\n"
                 "    versionName=1.{3}\n    flags=[ HAS_CODE ALLOW_CLEAR_USER_DATA ]\n"
                 "    timeStamp=2024-03-0{4} 10:00:00\n    firstInstallTime=2024-03-0{4} 10:00:00\n"
                 "    lastUpdateTime=2024-03-0{4} 10:00:01\n    installerPackageName={5}\n"
                 "    requested permissions:\n",
                 name, 0xA0000 + number, 10'000 + number, number % 90 + 1, number % 9 + 1, installer);
  for (int i = 0; i < 12; ++i)
    fmt::format_to(std::back_inserter(text), "      android.permission.EXAMPLE_{}\n", i);
  text +=
      "    install permissions:\n      android.permission.INTERNET: granted=true\n"
      "    User 0: ceDataInode=1 installed=true hidden=false suspended=false stopped=false enabled=0\n"
      "      runtime permissions:\n";
  for (int i = 0; i < 6; ++i)
    fmt::format_to(std::back_inserter(text),
                   "        android.permission.EXAMPLE_{}: granted={}, flags=[ USER_SET ]\n", i,
                   (number + static_cast<std::uint64_t>(i)) % 2 == 0);
}

std::string packages(std::uint64_t count) {
  std::string text = "Database versions:\n  Internal:\n    sdkVersion=34 databaseVersion=3\n\nPackages:\n";
  for (std::uint64_t i = 0; i < count; ++i)
    add_package(text, fmt::format("com.example.app{}", i), i, "com.android.vending");
  add_package(text, stheno::app, count, "null");
  add_package(text, fmt::format("{}2", stheno::app), count + 1, "com.android.vending");  // a look-alike
  return text;
}

std::string processes() {
  std::string text =
      "LABEL                          USER           PID  PPID     VSZ    RSS WCHAN            ADDR S NAME\n";
  auto add = [&](int pid, std::string_view name) {
    fmt::format_to(
        std::back_inserter(text),
        "u:r:untrusted_app:s0           u0_a{:<10} {:5}   612 1234567  65432 0                   0 S {}\n",
        pid % 200, pid, name);
  };
  for (int i = 0; i < 400; ++i) add(2000 + i, fmt::format("com.example.app{}", i));
  add(4242, stheno::process);
  add(4243, std::string(stheno::process) + "x");
  return text;
}

std::string accessibility() {
  return fmt::format(
      "ACCESSIBILITY MANAGER (dumpsys accessibility)\n\nUser state[\n     attributes:{{id=0, "
      "touchExplorationEnabled=false}}\n"
      "  installed services: {{\n    0 : {0}/.Watch\n    1 : com.example.reader/.Reader\n  }}\n"
      "  enabled services:{{\n    {{{0}/{0}.Watch}}\n  }}\n]\n",
      stheno::app);
}

}  // namespace

std::string forge_bugreport_text(std::uint64_t bytes, std::uint64_t seed) {
  Random random(seed);
  std::uint64_t filler = bytes * 9 / 10;
  DumpstateBuilder text;
  text.header("google/oriole/oriole:14/UP1A.231005.007/10754064:user/release-keys")
      .section("UPTIME", "uptime", " 11:07:22 up 4 days\n")
      .section("CPU INFO", "top -b -n 1", state_lines(20'000, random))
      .section("PROCESSES", "ps -A -Z", processes())
      .section("SYSTEM LOG", "logcat -v threadtime -v printable -v uid -d *:v",
               log_lines(filler * 4 / 10, random))
      .section("EVENT LOG", "logcat -b events -v threadtime -d *:v", log_lines(filler * 2 / 10, random))
      .section("SYSTEM PROPERTIES", "getprop",
               "[persist.sys.timezone]: [Europe/Rome]\n[ro.build.version.release]: [14]\n"
               "[ro.build.version.sdk]: [34]\n[ro.product.manufacturer]: [Google]\n"
               "[ro.product.model]: [Pixel 6]\n")
      .begin_dumpsys("CRITICAL")
      .service("SurfaceFlinger", state_lines(200'000, random), "CRITICAL")
      .service("activity", state_lines(filler / 10, random), "CRITICAL")
      .end_dumpsys()
      .begin_dumpsys("HIGH")
      .service("meminfo", state_lines(100'000, random), "HIGH")
      .end_dumpsys()
      .begin_dumpsys()
      .service("accessibility", accessibility())
      .service("activity", state_lines(filler * 2 / 10, random))
      .service("package", packages(100 + bytes / 200'000))
      .stopped_service("wifi", state_lines(100'000, random));
  for (int i = 0; i < 150; ++i)
    text.service(fmt::format("vendor.service{}", i), state_lines(filler / 2000, random));
  return text.end_dumpsys().done().text();
}

}  // namespace bridle::testing

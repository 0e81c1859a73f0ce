#include "formats/crash_report.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/crash_report_builder.h"

namespace bridle {
namespace {

using namespace testing;

std::string shown(std::string_view text) {
  std::string out;
  auto read = read_crash_reports(
      text, 1,
      {.report =
           [&](CrashReport& r) {
             out += fmt::format(
                 "line {} type {} ({}) form {} | {} | {} [{}] {} of {} [{}] | {} | {} {} {} | {} | {} | "
                 "images {} "
                 "processes {} outside {}\n",
                 r.line, r.bug_type, crash_report_kind(r.bug_type), static_cast<int>(r.form), r.time,
                 r.process, r.pid.value_or(-1), r.path, r.parent, r.parent_pid.value_or(-1), r.os_version,
                 r.exception, r.codes, r.signal, r.termination, r.information, r.image_count, r.process_count,
                 r.frames_outside);
             for (const CrashImage& i : r.images)
               if (i.is_in_backtrace || r.images.size() < 4)
                 out += fmt::format("  image {} {} {} {:x}+{:x} {}\n", i.name, i.path, i.uuid, i.base, i.size,
                                    i.is_in_backtrace);
             for (const CrashProcess& p : r.processes)
               out += fmt::format("  {} {} {} {} {} {}\n", p.place, p.name, p.pid.value_or(-1), p.uuid,
                                  p.states, p.reason);
             for (const std::string& note : r.notes) out += "  note " + note + "\n";
           },
       .skip = [&](std::int64_t line,
                   const Error& why) { out += fmt::format("skip line {}: {}\n", line, why.message); }});
  if (!read) out += read.error().message;
  return out;
}

CrashTemplate crash() {
  return {
      .information = "abort() called",
      .images =
          {{.name = "libx.dylib",
            .path = "/private/var/tmp/libx.dylib",
            .uuid = "5fd6c4ca-5549-3855-959f-be077158c67a"},
           {.name = "", .path = "", .uuid = "00000000-0000-0000-0000-000000000000", .base = 0, .size = 0},
           {.name = "imagent", .path = "/usr/libexec/imagent", .uuid = "6fd6c4ca55493855959fbe077158c67a"}},
      .frames = {{.image = 0, .offset = 16, .symbol = "f"}, {.image = 1, .offset = 32}, {.image = 7}}};
}

TEST(CrashReport, reads_json_and_text_alike) {
  EXPECT_EQ(
      shown(write_ips_head("309", "imagent") + write_crash_json(crash())),
      "line 1 type 309 (crash) form 0 | 2023-11-14 22:13:20.1234 +0000 | imagent [412] "
      "/System/Library/PrivateFrameworks/IMCore.framework/imagent.app/imagent of launchd [1] | iPhone "
      "OS 16.1.1 (20B101) | EXC_BAD_ACCESS 0x1, 0x0; KERN_INVALID_ADDRESS at 0x0 SIGSEGV | SIGNAL: "
      "Segmentation fault: 11, by exc handler | abort() called | images 3 processes 0 outside 2\n"
      "  image libx.dylib /private/var/tmp/libx.dylib 5FD6C4CA-5549-3855-959F-BE077158C67A "
      "100000000+1000 true\n"
      "  image   00000000-0000-0000-0000-000000000000 0+0 false\n"
      "  image imagent /usr/libexec/imagent 6FD6C4CA-5549-3855-959F-BE077158C67A 100000000+1000 false\n");
  EXPECT_EQ(
      shown(write_ips_head("109", "imagent") + write_crash_text(crash())),
      "line 1 type 109 (crash) form 1 | 2023-11-14 22:13:20.1234 +0000 | imagent [412] "
      "/System/Library/PrivateFrameworks/IMCore.framework/imagent.app/imagent of launchd [1] | iPhone OS "
      "14.5.1 (18E212) | EXC_CRASH (SIGABRT) 0x0, 0x0  |  | abort() called | images 3 processes 0 outside 2\n"
      "  image libx.dylib /private/var/tmp/libx.dylib 5FD6C4CA-5549-3855-959F-BE077158C67A 100000000+1000 "
      "true\n"
      "  image 0xffffffffffffffff  arm64  <00000000-0000-0000-0000-000000000000>  "
      "00000000-0000-0000-0000-000000000000 0+0 false\n"
      "  image imagent /usr/libexec/imagent 6FD6C4CA-5549-3855-959F-BE077158C67A 100000000+1000 false\n");
  EXPECT_EQ(
      shown(write_crash_text(crash())),
      "line 1 type  (other) form 1 | 2023-11-14 22:13:20.1234 +0000 | imagent [412] "
      "/System/Library/PrivateFrameworks/IMCore.framework/imagent.app/imagent of launchd [1] | iPhone OS "
      "14.5.1 (18E212) | EXC_CRASH (SIGABRT) 0x0, 0x0  |  | abort() called | images 3 processes 0 outside 2\n"
      "  image libx.dylib /private/var/tmp/libx.dylib 5FD6C4CA-5549-3855-959F-BE077158C67A 100000000+1000 "
      "true\n"
      "  image 0xffffffffffffffff  arm64  <00000000-0000-0000-0000-000000000000>  "
      "00000000-0000-0000-0000-000000000000 0+0 false\n"
      "  image imagent /usr/libexec/imagent 6FD6C4CA-5549-3855-959F-BE077158C67A 100000000+1000 false\n");
}

TEST(CrashReport, reads_lists_of_processes) {
  EXPECT_EQ(shown(write_jetsam({"apsd", "roleaboutd"})),
            "line 1 type 298 (jetsam) form 0 | 2023-11-14 22:13:20.56 +0100 |  [-1]  of  [-1] | iPhone OS "
            "16.1.1 (20B101) |    |  |  | images 0 processes 2 outside 0\n"
            "  processes[0] apsd 100 5FD6C4CA-5549-3855-959F-BE077158C67A daemon, idle vm-pageshortage\n"
            "  processes[1] roleaboutd 101 5FD6C4CA-5549-3855-959F-BE077158C67A daemon, idle \n");
  EXPECT_EQ(shown(write_stackshot({"apsd"})),
            "line 1 type 288 (stackshot) form 0 | 2023-11-14 22:13:20.56 +0100 |  [-1]  of  [-1] | iPhone OS "
            "16.1.1 (20B101) |    |  |  | images 0 processes 1 outside 0\n"
            "  processByPid.200 apsd 200   \n");
}

TEST(CrashReport, reads_reports_one_behind_the_other) {
  EXPECT_EQ(shown(write_ips_head("309", "a") + write_crash_json(crash()) + write_ips_head("115", "b") + "\n" +
                  write_jetsam({"apsd"})),
            "line 1 type 309 (crash) form 0 | 2023-11-14 22:13:20.1234 +0000 | imagent [412] "
            "/System/Library/PrivateFrameworks/IMCore.framework/imagent.app/imagent of launchd [1] | iPhone "
            "OS 16.1.1 (20B101) | EXC_BAD_ACCESS 0x1, 0x0; KERN_INVALID_ADDRESS at 0x0 SIGSEGV | SIGNAL: "
            "Segmentation fault: 11, by exc handler | abort() called | images 3 processes 0 outside 2\n"
            "  image libx.dylib /private/var/tmp/libx.dylib 5FD6C4CA-5549-3855-959F-BE077158C67A "
            "100000000+1000 true\n"
            "  image   00000000-0000-0000-0000-000000000000 0+0 false\n"
            "  image imagent /usr/libexec/imagent 6FD6C4CA-5549-3855-959F-BE077158C67A 100000000+1000 false\n"
            "line 84 type 115 (reset_counter) form 2 | 2023-11-14 22:13:21.00 +0000 | b [-1]  of  [-1] | "
            "iPhone OS 16.1.1 (20B101) |    |  |  | images 0 processes 0 outside 0\n"
            "line 86 type 298 (jetsam) form 0 | 2023-11-14 22:13:20.56 +0100 |  [-1]  of  [-1] | iPhone OS "
            "16.1.1 (20B101) |    |  |  | images 0 processes 1 outside 0\n"
            "  processes[0] apsd 100 5FD6C4CA-5549-3855-959F-BE077158C67A daemon, idle vm-pageshortage\n");
}

TEST(CrashReport, finds_the_process_of_a_panic) {
  EXPECT_EQ(
      shown(write_ips_head("210", "") +
            R"({"panicString":"panic(cpu 1): x\nPanicked task 0x1: 3 pages, 5 threads: pid 412: a: b\nx"})"),
      "line 1 type 210 (panic) form 0 | 2023-11-14 22:13:21.00 +0000 | a: b [412]  of  [-1] | iPhone OS "
      "16.1.1 (20B101) |    |  |  | images 0 processes 0 outside 0\n");
}

TEST(CrashReport, reads_a_report_of_resources) {
  EXPECT_EQ(shown(write_ips_head("202", "x") +
                  "Date/Time:  2023-11-14 22:13:20.1 +0000\nCommand:    mediaanalysisd\nPath:       "
                  "/usr/libexec/m\nPID:  77\nParent:     launchd [1]\nEvent:            cpu usage\nAction "
                  "taken:  none\n"),
            "line 1 type 202 (cpu_resource) form 1 | 2023-11-14 22:13:20.1 +0000 | mediaanalysisd [77] "
            "/usr/libexec/m of launchd [1] | iPhone OS 16.1.1 (20B101) | cpu usage   | none |  | images 0 "
            "processes 0 outside 0\n");
}

TEST(CrashReport, is_not_misled_by_names) {
  CrashTemplate odd = crash();
  odd.process = "x{cte\"st [9] }\xFF";
  EXPECT_EQ(
      shown(write_ips_head("309", odd.process) + write_crash_json(odd)),
      "line 1 type 309 (crash) form 0 | 2023-11-14 22:13:20.1234 +0000 | x{cte\"st [9] }� [412] "
      "/System/Library/PrivateFrameworks/IMCore.framework/imagent.app/imagent of launchd [1] | iPhone OS "
      "16.1.1 (20B101) | EXC_BAD_ACCESS 0x1, 0x0; KERN_INVALID_ADDRESS at 0x0 SIGSEGV | SIGNAL: Segmentation "
      "fault: 11, by exc handler | abort() called | images 3 processes 0 outside 2\n"
      "  image libx.dylib /private/var/tmp/libx.dylib 5FD6C4CA-5549-3855-959F-BE077158C67A 100000000+1000 "
      "true\n"
      "  image   00000000-0000-0000-0000-000000000000 0+0 false\n"
      "  image imagent /usr/libexec/imagent 6FD6C4CA-5549-3855-959F-BE077158C67A 100000000+1000 false\n");
  odd.process = "a [1]\nPath: /usr/bin/forged";
  EXPECT_EQ(shown(write_ips_head("109", "a") + write_crash_text(odd)),
            "line 1 type 109 (crash) form 1 | 2023-11-14 22:13:20.1234 +0000 | a [1] /usr/bin/forged [412] "
            "of launchd [1] | iPhone OS 14.5.1 (18E212) | EXC_CRASH (SIGABRT) 0x0, 0x0  |  | abort() called "
            "| images 3 processes 0 outside 2\n"
            "  image libx.dylib /private/var/tmp/libx.dylib 5FD6C4CA-5549-3855-959F-BE077158C67A "
            "100000000+1000 true\n"
            "  image 0xffffffffffffffff  arm64  <00000000-0000-0000-0000-000000000000>  "
            "00000000-0000-0000-0000-000000000000 0+0 false\n"
            "  image imagent /usr/libexec/imagent 6FD6C4CA-5549-3855-959F-BE077158C67A 100000000+1000 false\n"
            "  note a line that stands once stands twice: one may be forged\n");
}

TEST(CrashReport, keeps_what_a_broken_report_has) {
  std::string whole = write_ips_head("309", "imagent") + write_crash_json(crash());
  EXPECT_EQ(shown(std::string_view(whole).substr(0, whole.size() - 40)),
            "skip line 2: the report ends inside its body\n"
            "line 1 type 309 (crash) form 2 | 2023-11-14 22:13:21.00 +0000 | imagent [-1]  of  [-1] | iPhone "
            "OS 16.1.1 (20B101) |    |  |  | images 0 processes 0 outside 0\n");
  EXPECT_EQ(shown(write_ips_head("309", "a") + "{\"a\":}\n"),
            "skip line 2: a part of the report that is no JSON\n"
            "line 1 type 309 (crash) form 2 | 2023-11-14 22:13:21.00 +0000 | a [-1]  of  [-1] | iPhone OS "
            "16.1.1 (20B101) |    |  |  | images 0 processes 0 outside 0\n");
  EXPECT_EQ(shown(write_ips_head("309", "a")),
            "line 1 type 309 (crash) form 2 | 2023-11-14 22:13:21.00 +0000 | a [-1]  of  [-1] | iPhone OS "
            "16.1.1 (20B101) |    |  |  | images 0 processes 0 outside 0\n");
  EXPECT_EQ(shown("{\"a\":1}\n"),
            "skip line 1: JSON that is no head of a report\n"
            "no head of a report in this file");
  EXPECT_EQ(shown("no report\n"), "no report of a crash in this file");
  EXPECT_EQ(shown(""), "no report of a crash in this file");
}

TEST(CrashReport, bounds_how_much_it_keeps) {
  std::string many;
  for (std::size_t i = 0; i < most_crash_reports + 2; ++i) many += write_ips_head("115", "a");
  std::string text = shown(many);
  EXPECT_TRUE(text.ends_with("skip line 101: more reports in one file than are read\n")) << text;
}

TEST(CrashReport, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "");
  for (const char* name :
       {"crash-idb/xctest-concated-json-crash.ips",
        "crash-pycrashreport/user_mode_crash_report_ios14_symbolicated.ips",
        "crash-pycrashreport/user_mode_crash_report_monterey_non_symbolicated.ips",
        "crash-idb/agent_custom_set.crash", "crash-idb/app_custom_set.crash",
        "crash-idb/assetsd_custom_set.crash", "crash-apple-legacy/fixtures/handcrafted.txt",
        "crash-apple-legacy/fixtures/spaces.txt", "crash-apple-legacy/fixtures/xcode16.txt"})
    EXPECT_NE(shown(content_of(folder / name)), "") << name;
  EXPECT_EQ(shown(content_of(folder / "crash-idb/xctest-concated-json-crash.ips")),
            "line 1 type 309 (crash) form 0 | 2022-04-20 14:36:33.5767 +0100 | xctest3 [82406] "
            "/Applications/Xcode_13.3.0_fb.app/Contents/Developer/Platforms/iPhoneSimulator.platform/"
            "Developer/Library/Xcode/Agents/xctest of idb [81861] | macOS 12.3.1 (21E258) | EXC_BREAKPOINT "
            "0x0000000000000001, 0x000000010482d290 SIGTRAP | SIGNAL: Trace/BPT trap: 5, by exc handler | "
            "CoreSimulator 802.6 - Device: iPhone 13 (D95B17F2-6822-4CD1-B7AA-E73DB34FFD4E) - Runtime: iOS "
            "15.4 (19E240) - DeviceType: iPhone 13; dyld4 config: "
            "DYLD_ROOT_PATH=/Applications/Xcode_13.3.0_fb.app/Contents/Developer/Platforms/iPhoneOS.platform/"
            "Library/Developer/CoreSimulator/Profiles/Runtimes/iOS.simruntime/Contents/Resources/RuntimeRoot "
            "DYLD_INSERT_LIBRARIES=/Users/patskovn/Library/Developer/Xcode/DerivedData/"
            "FocusedWorkspace-idb-fvgqoofcnsntizgjdlnrpvhmgdiy/Build/Products/Debug/idb.app/Contents/"
            "Resources/libShimulator.dylib; dyld4 config: "
            "DYLD_ROOT_PATH=/Applications/Xcode_13.3.0_fb.app/Contents/Developer/Platforms/iPhoneOS.platform/"
            "Library/Developer/CoreSimulator/Profiles/Runtimes/iOS.simruntime/Contents/Resources/RuntimeRoot "
            "DYLD_INSERT_LIBRARIES=/Users/patskovn/Library/Developer/Xcode/DerivedData/"
            "FocusedWorkspace-idb-fvgqoofcnsntizgjdlnrpvhmgdiy/Build/Products/Debug/idb.app/Contents/"
            "Resources/libShimulator.dylib | images 8 processes 0 outside 0\n"
            "  image TpxUnitTests "
            "/Users/USER/Library/Developer/CoreSimulator/Devices/D95B17F2-6822-4CD1-B7AA-E73DB34FFD4E/data/"
            "fbsimulatorcontrol/idb-test-bundles/com.facebook.TpxUnitTests/TpxUnitTests.xctest/TpxUnitTests "
            "3CEC66AB-9A13-32DF-8D80-959D522D451E 10482c000+4000 true\n"
            "  image CoreFoundation "
            "/Applications/Xcode_13.3.0_fb.app/Contents/Developer/Platforms/iPhoneOS.platform/Library/"
            "Developer/CoreSimulator/Profiles/Runtimes/iOS.simruntime/Contents/Resources/RuntimeRoot/System/"
            "Library/Frameworks/CoreFoundation.framework/CoreFoundation C913654A-E564-36DE-A01E-7343A4DEFD27 "
            "1802db000+3af000 true\n"
            "  image XCTestCore "
            "/Applications/Xcode_13.3.0_fb.app/Contents/Developer/Platforms/iPhoneSimulator.platform/"
            "Developer/Library/PrivateFrameworks/XCTestCore.framework/XCTestCore "
            "E8D1B91E-EC26-396C-98AE-FC24590FB33F 105118000+a0000 true\n"
            "  image libShimulator.dylib "
            "/Users/USER/Library/Developer/Xcode/DerivedData/"
            "FocusedWorkspace-idb-fvgqoofcnsntizgjdlnrpvhmgdiy/Build/Products/Debug/idb.app/Contents/"
            "Resources/libShimulator.dylib 720799DB-4A78-3925-B0B3-3BF8A38240FA 1047b8000+8000 true\n"
            "  image xctest "
            "/Applications/Xcode_13.3.0_fb.app/Contents/Developer/Platforms/iPhoneSimulator.platform/"
            "Developer/Library/Xcode/Agents/xctest D25EEBB7-5D1A-3FFC-9705-8B3049BCFB7D 1044e4000+4000 true\n"
            "  image dyld_sim "
            "/Applications/Xcode_13.3.0_fb.app/Contents/Developer/Platforms/iPhoneOS.platform/Library/"
            "Developer/CoreSimulator/Profiles/Runtimes/iOS.simruntime/Contents/Resources/RuntimeRoot/usr/lib/"
            "dyld_sim 6E6188A1-7B04-3AE8-BE81-CB35B05B8358 104700000+3c000 true\n"
            "  image dyld /usr/lib/dyld FBB89662-E6F2-3434-B542-F75185AC5E74 10487c000+60000 true\n");
  EXPECT_EQ(
      shown(content_of(folder / "crash-pycrashreport/user_mode_crash_report_ios14_symbolicated.ips")),
      "line 1 type 109 (crash) form 1 | 2022-01-21 18:14:25.9296 +0200 | kaki [12225] "
      "/private/var/containers/Bundle/Application/C6BE6763-DE45-469A-9E94-385A1A425C02/kaki.app/kaki of "
      "launchd [1] | iPhone OS 14.5.1 (18E212) | EXC_CRASH (SIGABRT) 0x0000000000000000, 0x0000000000000000  "
      "|  | dyld3 mode\n"
      "stack buffer overflow | images 250 processes 0 outside 0\n"
      "  image kaki /var/containers/Bundle/Application/C6BE6763-DE45-469A-9E94-385A1A425C02/kaki.app/kaki "
      "5FD6C4CA-5549-3855-959F-BE077158C67A 10007c000+8000 true\n"
      "  image libdyld.dylib /usr/lib/system/libdyld.dylib 19E502BE-AFC1-3E00-AD3F-D28C0AE1287E "
      "19d556000+37000 true\n"
      "  image libsystem_c.dylib /usr/lib/system/libsystem_c.dylib F13B015D-F42F-3EBB-91D3-0C6DF9871065 "
      "1a6481000+7d000 true\n"
      "  image libsystem_kernel.dylib /usr/lib/system/libsystem_kernel.dylib "
      "269E9333-8D3B-3CC5-8A93-AEB94FE3E32E 1c956e000+31000 true\n"
      "  image libsystem_pthread.dylib /usr/lib/system/libsystem_pthread.dylib "
      "32A07BA4-7865-3AD4-9BCF-AD54DA07CF54 1e5bfa000+11000 true\n");
  EXPECT_EQ(
      shown(content_of(folder / "crash-idb/assetsd_custom_set.crash")),
      "line 1 type  (other) form 1 | 2016-03-15 08:38:22.657 +0000 | assetsd [39942] "
      "/Applications/xcode_7.2.app/Contents/Developer/Platforms/iPhoneSimulator.platform/Developer/SDKs/"
      "iPhoneSimulator.sdk/System/Library/Frameworks/AssetsLibrary.framework/Support/assetsd of launchd_sim "
      "[39927] | Mac OS X 10.11.3 (15D21) | EXC_CRASH (SIGABRT) 0x0000000000000000, 0x0000000000000000  |  | "
      "*** Terminating app due to uncaught exception 'NSInternalInconsistencyException', reason: "
      "'notify_get_state() failed.'\n"
      "terminating with uncaught exception of type NSException\n"
      "abort() called\n"
      "CoreSimulator 201.3 - Device: iPhone 5 - Runtime: iOS 9.2 (13C75) - DeviceType: iPhone 5 | images 195 "
      "processes 0 outside 0\n"
      "  image assetsd "
      "/Applications/xcode_7.2.app/Contents/Developer/Platforms/iPhoneSimulator.platform/Developer/SDKs/"
      "iPhoneSimulator.sdk/System/Library/Frameworks/AssetsLibrary.framework/Support/assetsd "
      "3581AEE9-0D9F-3930-8C07-922E07B6EFE7 f3000+36ffc true\n"
      "  image libobjc.A.dylib "
      "/Applications/xcode_7.2.app/Contents/Developer/Platforms/iPhoneSimulator.platform/Developer/SDKs/"
      "iPhoneSimulator.sdk/usr/lib/libobjc.A.dylib A7A534F7-1D18-39BE-8315-095D948BA569 3c27000+35e584 true\n"
      "  image libc++abi.dylib "
      "/Applications/xcode_7.2.app/Contents/Developer/Platforms/iPhoneSimulator.platform/Developer/SDKs/"
      "iPhoneSimulator.sdk/usr/lib/libc++abi.dylib EB99C2B3-B2BE-3496-A181-55755AF619C8 4202000+23ffc true\n"
      "  image libdispatch.dylib "
      "/Applications/xcode_7.2.app/Contents/Developer/Platforms/iPhoneSimulator.platform/Developer/SDKs/"
      "iPhoneSimulator.sdk/usr/lib/system/libdispatch.dylib F2232EFE-08D5-3831-8DAF-26EC9C7D48C0 "
      "47c1000+24000 true\n"
      "  image libsystem_c.dylib "
      "/Applications/xcode_7.2.app/Contents/Developer/Platforms/iPhoneSimulator.platform/Developer/SDKs/"
      "iPhoneSimulator.sdk/usr/lib/system/libsystem_c.dylib 68657BD8-44F8-3E08-99FA-F7232BE3F44F "
      "4855000+86ff8 true\n"
      "  image libsystem_pthread.dylib /usr/lib/system/libsystem_pthread.dylib "
      "4F09AB76-1AF9-31FD-9194-8C52B5CB2394 4b18000+8ffc true\n"
      "  image libsystem_kernel.dylib /usr/lib/system/libsystem_kernel.dylib "
      "98207959-1604-385F-A42B-D8AFC8FE9985 4b3b000+20ffc true\n");
  EXPECT_EQ(shown(content_of(folder / "crash-apple-legacy/fixtures/handcrafted.txt")),
            "line 1 type  (other) form 1 | 2019-01-09 17:42:22 +0000 | YetAnotherMac [49028] "
            "/Users/bruno/Documents/Unreal "
            "Projects/YetAnotherMac/MacNoEditor/YetAnotherMac.app/Contents/MacOS/YetAnotherMac of launchd "
            "[1] | Mac OS X 10.14.0 (18A391) | SIGSEGV SEGV_MAPERR at 0x88  |  | objc_msgSend() selector "
            "name: respondsToSelector:\n"
            "more information here | images 5 processes 0 outside 1\n");
}

}  // namespace
}  // namespace bridle

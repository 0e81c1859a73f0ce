#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/crash_report_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

CrashTemplate crash() {
  return {
      .bundle_id = "com.apple.imagent",
      .information = "see https://example.org/x",
      .images = {{.name = "imagent",
                  .path = "/System/Library/PrivateFrameworks/IMCore.framework/imagent.app/imagent",
                  .uuid = "5fd6c4ca-5549-3855-959f-be077158c67a"},
                 {.name = "libx.dylib",
                  .path = "/private/var/tmp/libx.dylib",
                  .uuid = "6fd6c4ca-5549-3855-959f-be077158c67a",
                  .base = 0x200000000},
                 {.name = "libc", .path = "/usr/lib/libc", .uuid = "7fd6c4ca-5549-3855-959f-be077158c67a"}},
      .frames = {{.image = 1, .offset = 16, .symbol = "f"}, {.image = 9, .offset = 32}}};
}

}  // namespace

TEST(IosCrashReports, reads_reports_since_ios_15) {
  EXPECT_EQ(
      records("ios.crash_reports", write_ips_head("309", "imagent") + write_crash_json(crash()),
              "/private/var/mobile/Library/Logs/CrashReporter/Retired/imagent-2023-11-14-221320.ips.synced"),
      "line 1 | report | crash | 309 | 2023-11-14T22:13:20.123400Z | 2023-11-14 22:13:20.1234 +0000 | "
      "imagent | /System/Library/PrivateFrameworks/IMCore.framework/imagent.app/imagent | "
      "5FD6C4CA-5549-3855-959F-BE077158C67A | com.apple.imagent | 1.0 (7) | 412 | 501 | "
      "2023-11-14T22:00:00.500Z | launchd | 1 | NULL | com.apple.imagent | Background | true | "
      "EXC_BAD_ACCESS | 0x1, 0x0; KERN_INVALID_ADDRESS at 0x0 | SIGSEGV | SIGNAL: Segmentation fault: 11, by "
      "exc handler | 0 com.apple.main-thread | see https://example.org/x | NULL | libx.dylib f + 8 (0x10)\n"
      "? - (0x20) | NULL | NULL | NULL | 3 | 1 | 1 | 0 | 2416C26A-72A8-4687-AFAA-7FCEB9D77458 | iPhone OS "
      "16.1.1 (20B101) | iPhone12,1 | json | imagent-2023-11-14-221320.ips.synced | "
      "{\"uptime\":1000,\"procStartAbsTime\":\"18000000000000000000\"}\n"
      "  mined information plain https://example.org/x\n"
      "line 1, image at 0x200000000 | image | crash | 309 | 2023-11-14T22:13:20.123400Z | NULL | imagent | "
      "NULL | NULL | NULL | NULL | 412 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL "
      "| NULL | NULL | NULL | NULL | NULL | NULL | /private/var/tmp/libx.dylib | "
      "6FD6C4CA-5549-3855-959F-BE077158C67A | true | NULL | NULL | NULL | NULL | NULL | NULL | NULL | json | "
      "imagent-2023-11-14-221320.ips.synced | NULL\n");
}

TEST(IosCrashReports, reads_reports_before_ios_15) {
  EXPECT_EQ(records("ios.crash_reports", write_ips_head("109", "imagent") + write_crash_text(crash()),
                    "/private/var/mobile/Library/Logs/CrashReporter/imagent-2023-11-14-221320.ips"),
            "line 1 | report | crash | 109 | 2023-11-14T22:13:20.123400Z | 2023-11-14 22:13:20.1234 +0000 | "
            "imagent | /System/Library/PrivateFrameworks/IMCore.framework/imagent.app/imagent | "
            "5FD6C4CA-5549-3855-959F-BE077158C67A | com.apple.imagent | 1 (1.0) | 412 | NULL | "
            "2023-11-14T22:13:20.123400Z | launchd | 1 | NULL | com.apple.imagent | NULL | true | EXC_CRASH "
            "(SIGABRT) | 0x0, 0x0 | NULL | NULL | 0 | see https://example.org/x | NULL | libx.dylib f + 8\n"
            "?  + 8 | NULL | NULL | NULL | 3 | 1 | 1 | 0 | 2416C26A-72A8-4687-AFAA-7FCEB9D77458 | iPhone OS "
            "14.5.1 (18E212) | iPhone9,4 | text | imagent-2023-11-14-221320.ips | NULL\n"
            "  mined information plain https://example.org/x\n"
            "line 1, image at 0x200000000 | image | crash | 109 | 2023-11-14T22:13:20.123400Z | NULL | "
            "imagent | NULL | NULL | NULL | NULL | 412 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
            "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | /private/var/tmp/libx.dylib | "
            "6FD6C4CA-5549-3855-959F-BE077158C67A | true | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
            "text | imagent-2023-11-14-221320.ips | NULL\n");
}

TEST(IosCrashReports, counts_the_processes_of_lists) {
  EXPECT_EQ(
      records("ios.crash_reports", write_jetsam({"apsd", "imagent"}),
              "/private/var/mobile/Library/Logs/CrashReporter/JetsamEvent-2023-11-14-221320.ips"),
      "line 1 | report | jetsam | 298 | 2023-11-14T21:13:20.560Z | 2023-11-14 22:13:20.56 +0100 | NULL | "
      "NULL | 5FD6C4CA-5549-3855-959F-BE077158C67A | NULL | 1.0 (7) | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | true | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | 0 | 0 | 0 | 2 | 2416C26A-72A8-4687-AFAA-7FCEB9D77458 | iPhone OS 16.1.1 (20B101) | iPhone12,1 "
      "| json | JetsamEvent-2023-11-14-221320.ips | {\"largestProcess\":\"apsd\"}\n");
}

TEST(IosCrashReports, skips_what_is_broken_and_says_where) {
  EXPECT_EQ(records("ios.crash_reports", write_ips_head("309", "a") + "{\"procName\":\"a\"",
                    "/private/var/mobile/Library/Logs/CrashReporter/a.ips"),
            "skip line 2: the report ends inside its body\n"
            "line 1 | report | crash | 309 | 2023-11-14T22:13:21Z | 2023-11-14 22:13:21.00 +0000 | a | NULL "
            "| 5FD6C4CA-5549-3855-959F-BE077158C67A | NULL | 1.0 (7) | NULL | NULL | NULL | NULL | NULL | "
            "NULL | NULL | NULL | true | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL "
            "| NULL | 0 | 0 | 0 | 0 | 2416C26A-72A8-4687-AFAA-7FCEB9D77458 | iPhone OS 16.1.1 (20B101) | "
            "NULL | head_only | a.ips | NULL\n");
  EXPECT_EQ(records("ios.crash_reports", "Lorem\n", "/private/var/mobile/Library/Logs/CrashReporter/a.ips"),
            "failed: unsupported: no report of a crash in this file\n");
}

TEST(IosCrashReports, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "");
  EXPECT_EQ(
      records("ios.crash_reports", content_of(folder / "crash-idb/xctest-concated-json-crash.ips"),
              "/private/var/mobile/Library/Logs/CrashReporter/xctest.ips"),
      "line 1 | report | crash | 309 | 2022-04-20T13:36:33.576700Z | 2022-04-20 14:36:33.5767 +0100 | "
      "xctest3 | "
      "/Applications/Xcode_13.3.0_fb.app/Contents/Developer/Platforms/iPhoneSimulator.platform/Developer/"
      "Library/Xcode/Agents/xctest | D25EEBB7-5D1A-3FFC-9705-8B3049BCFB7D | NULL | NULL | 82406 | 501 | "
      "2022-04-20T13:36:33.460300Z | idb | 81861 | idb | com.facebook.idb | Unspecified | true | "
      "EXC_BREAKPOINT | 0x0000000000000001, 0x000000010482d290 | SIGTRAP | SIGNAL: Trace/BPT trap: 5, by exc "
      "handler | 0 com.apple.main-thread | CoreSimulator 802.6 - Device: iPhone 13 "
      "(D95B17F2-6822-4CD1-B7AA-E73DB34FFD4E) - Runtime: iOS 15.4 (19E240) - DeviceType: iPhone 13; dyld4 "
      "config: "
      "DYLD_ROOT_PATH=/Applications/Xcode_13.3.0_fb.app/Contents/Developer/Platforms/iPhoneOS.platform/"
      "Library/Developer/CoreSimulator/Profiles/Runtimes/iOS.simruntime/Contents/Resources/RuntimeRoot "
      "DYLD_INSERT_LIBRARIES=/Users/patskovn/Library/Developer/Xcode/DerivedData/"
      "FocusedWorkspace-idb-fvgqoofcnsntizgjdlnrpvhmgdiy/Build/Products/Debug/idb.app/Contents/Resources/"
      "libShimulator.dylib; dyld4 config: "
      "DYLD_ROOT_PATH=/Applications/Xcode_13.3.0_fb.app/Contents/Developer/Platforms/iPhoneOS.platform/"
      "Library/Developer/CoreSimulator/Profiles/Runtimes/iOS.simruntime/Contents/Resources/RuntimeRoot "
      "DYLD_INSERT_LIBRARIES=/Users/patskovn/Library/Developer/Xcode/DerivedData/"
      "FocusedWorkspace-idb-fvgqoofcnsntizgjdlnrpvhmgdiy/Build/Products/Debug/idb.app/Contents/Resources/"
      "libShimulator.dylib | NULL | TpxUnitTests -[TpxUnitTests testExample1] + 48 (0x1290)\n"
      "TpxUnitTests -[TpxUnitTests testExample1] + 48 (0x1290)\n"
      "CoreFoundation __invoking___ + 144 (0x11daa0)\n"
      "CoreFoundation -[NSInvocation invoke] + 300 (0x11afc8)\n"
      "XCTestCore +[XCTFailableInvocation invokeStandardConventionInvocation:completion:] + 84 (0x5fcdc)\n"
      "XCTestCore __90+[XCTFailableInvocation "
      "invokeInvocation:withTestMethodConvention:lastObservedErrorIssue:]_block_invoke_3 + 24 (0x5fc80)\n"
      "XCTestCore __81+[XCTFailableInvocation "
      "invokeWithAsynchronousWait:lastObservedErrorIssue:block:]_block_invoke.13 + 80 (0x5f6d8)\n"
      "XCTestCore +[XCTSwiftErrorObservation observeErrorsInBlock:] + 140 (0x1ea90)\n"
      "XCTestCore +[XCTFailableInvocation invokeWithAsynchronousWait:lastObservedErrorIssue:block:] + 428 "
      "(0x5f564)\n"
      "XCTestCore +[XCTFailableInvocation invokeInvocation:withTestMethodConvention:lastObservedErrorIssue:] "
      "+ 252 (0x5fa00)\n"
      "XCTestCore +[XCTFailableInvocation invokeInvocation:lastObservedErrorIssue:] + 76 (0x5fd54)\n"
      "XCTestCore __24-[XCTestCase invokeTest]_block_invoke.287 + 112 (0x4d51c)\n"
      "XCTestCore -[XCTestCase(XCTIssueHandling) "
      "_caughtUnhandledDeveloperExceptionPermittingControlFlowInterruptions:caughtInterruptionException:"
      "whileExecutingBlock:] + 172 (0x16d44)\n"
      "XCTestCore -[XCTestCase invokeTest] + 836 (0x4d0ec)\n"
      "XCTestCore __26-[XCTestCase performTest:]_block_invoke.396 + 44 (0x4e8ac)\n"
      "XCTestCore -[XCTestCase(XCTIssueHandling) "
      "_caughtUnhandledDeveloperExceptionPermittingControlFlowInterruptions:caughtInterruptionException:"
      "whileExecutingBlock:] + 172 (0x16d44)\n"
      "XCTestCore __26-[XCTestCase performTest:]_block_invoke.375 + 476 (0x4e2fc)\n"
      "XCTestCore +[XCTContext runInContextForTestCase:markAsReportingBase:block:] + 220 (0x33a30)\n"
      "XCTestCore -[XCTestCase performTest:] + 316 (0x4df2c)\n"
      "libShimulator.dylib XCPerformTestWithSuppressedExpectedAssertionFailures + 868 (0x5b58)\n"
      "libShimulator.dylib XCTestCase_performTest + 56 (0x4a2c)\n"
      "XCTestCore -[XCTest runTest] + 60 (0x4b64)\n"
      "XCTestCore -[XCTestSuite runTestBasedOnRepetitionPolicy:testRun:] + 156 (0x36a4c)\n"
      "XCTestCore __27-[XCTestSuite performTest:]_block_invoke + 208 (0x368b8)\n"
      "XCTestCore __59-[XCTestSuite _performProtectedSectionForTest:testSection:]_block_invoke + 40 "
      "(0x362c0)\n"
      "XCTestCore +[XCTContext runInContextForTestCase:markAsReportingBase:block:] + 220 (0x33a30)\n"
      "XCTestCore -[XCTestSuite _performProtectedSectionForTest:testSection:] + 164 (0x36268)\n"
      "XCTestCore -[XCTestSuite performTest:] + 212 (0x36558)\n"
      "XCTestCore -[XCTest runTest] + 60 (0x4b64)\n"
      "XCTestCore -[XCTestSuite runTestBasedOnRepetitionPolicy:testRun:] + 156 (0x36a4c)\n"
      "XCTestCore __27-[XCTestSuite performTest:]_block_invoke + 208 (0x368b8)\n"
      "XCTestCore __59-[XCTestSuite _performProtectedSectionForTest:testSection:]_block_invoke + 40 "
      "(0x362c0)\n"
      "XCTestCore +[XCTContext runInContextForTestCase:markAsReportingBase:block:] + 220 (0x33a30)\n"
      "XCTestCore -[XCTestSuite _performProtectedSectionForTest:testSection:] + 164 (0x36268)\n"
      "XCTestCore -[XCTestSuite performTest:] + 212 (0x36558)\n"
      "XCTestCore -[XCTest runTest] + 60 (0x4b64)\n"
      "XCTestCore -[XCTestSuite runTestBasedOnRepetitionPolicy:testRun:] + 156 (0x36a4c)\n"
      "XCTestCore __27-[XCTestSuite performTest:]_block_invoke + 208 (0x368b8)\n"
      "XCTestCore __59-[XCTestSuite _performProtectedSectionForTest:testSection:]_block_invoke + 40 "
      "(0x362c0)\n"
      "XCTestCore +[XCTContext runInContextForTestCase:markAsReportingBase:block:] + 220 (0x33a30)\n"
      "XCTestCore -[XCTestSuite _performProtectedSectionForTest:testSection:] + 164 (0x36268)\n"
      "XCTestCore -[XCTestSuite performTest:] + 212 (0x36558)\n"
      "XCTestCore -[XCTest runTest] + 60 (0x4b64)\n"
      "XCTestCore __89-[XCTTestRunSession "
      "executeTestsWithIdentifiers:skippingTestsWithIdentifiers:completion:]_block_invoke + 112 (0x66b8)\n"
      "XCTestCore +[XCTContext runInContextForTestCase:markAsReportingBase:block:] + 220 (0x33a30)\n"
      "XCTestCore -[XCTTestRunSession executeTestsWithIdentifiers:skippingTestsWithIdentifiers:completion:] "
      "+ 260 (0x65a8)\n"
      "XCTestCore __72-[XCTExecutionWorker "
      "enqueueTestIdentifiersToRun:testIdentifiersToSkip:]_block_invoke_2 + 116 (0x6d5cc)\n"
      "XCTestCore -[XCTExecutionWorker runWithError:] + 116 (0x6d704)\n"
      "XCTestCore __25-[XCTestDriver _runTests]_block_invoke.322 + 60 (0x30f44)\n"
      "XCTestCore -[XCTestObservationCenter _observeTestExecutionForBlock:] + 312 (0xf470)\n"
      "XCTestCore -[XCTestDriver _runTests] + 1452 (0x30c34)\n"
      "XCTestCore _XCTestMain + 116 (0x5144)\n"
      "xctest main + 232 (0x259c)\n"
      "dyld_sim start_sim + 20 (0x1cd8)\n"
      "dyld start + 516 (0x5088) | NULL | NULL | NULL | 8 | 2 | 0 | 0 | FC4D11AC-D309-4C8E-816E-7B6E676A86BB "
      "| macOS 12.3.1 (21E258) | MacBookPro18,2 | json | xctest.ips | "
      "{\"uptime\":63000,\"version\":2,\"deployVersion\":210,\"procStartAbsTime\":1525933767136,"
      "\"coalitionID\":6047,\"procExitAbsTime\":1525936544148,\"translated\":false,\"cpuType\":\"ARM-64\","
      "\"responsiblePid\":81861,\"wakeTime\":2826,\"sleepWakeUUID\":\"6E309954-1F0D-4F09-9842-DC2A0AC07EB8\","
      "\"sip\":\"enabled\",\"isCorpse\":1}\n"
      "line 1, image at 0x10482c000 | image | crash | 309 | 2022-04-20T13:36:33.576700Z | NULL | xctest3 | "
      "NULL | NULL | NULL | NULL | 82406 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "/Users/USER/Library/Developer/CoreSimulator/Devices/D95B17F2-6822-4CD1-B7AA-E73DB34FFD4E/data/"
      "fbsimulatorcontrol/idb-test-bundles/com.facebook.TpxUnitTests/TpxUnitTests.xctest/TpxUnitTests | "
      "3CEC66AB-9A13-32DF-8D80-959D522D451E | true | NULL | NULL | NULL | NULL | NULL | NULL | NULL | json | "
      "xctest.ips | NULL\n"
      "line 1, image at 0x1047b8000 | image | crash | 309 | 2022-04-20T13:36:33.576700Z | NULL | xctest3 | "
      "NULL | NULL | NULL | NULL | 82406 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "/Users/USER/Library/Developer/Xcode/DerivedData/FocusedWorkspace-idb-fvgqoofcnsntizgjdlnrpvhmgdiy/"
      "Build/Products/Debug/idb.app/Contents/Resources/libShimulator.dylib | "
      "720799DB-4A78-3925-B0B3-3BF8A38240FA | true | NULL | NULL | NULL | NULL | NULL | NULL | NULL | json | "
      "xctest.ips | NULL\n");
}

}  // namespace bridle::testing

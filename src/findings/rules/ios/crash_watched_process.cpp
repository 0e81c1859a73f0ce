#include "findings/selected.h"

namespace bridle::rule_files::ios::crash_watched_process {

extern const Rule rule;

namespace {

// Processes that take in what others send, and that crashed in published cases.
#define BRIDLE_WATCHED                                                                                      \
  "('IMTranscoderAgent', 'imagent', 'MessagesBlastDoorService', 'homed', 'fmfd', 'mediaserverd', "          \
  "'com.apple.WebKit.WebContent', 'com.apple.WebKit.GPU', 'CommCenter', 'apsd', 'identityservicesd', "      \
  "'SpringBoard', 'passd', 'assistantd', 'locationd', 'lockdownd', 'mobileassetd', 'bluetoothd', 'wifid', " \
  "'backboardd', 'nehelper')"

constexpr NeededTable reports[] = {{"ios_crash_reports", {"kind", "report_kind", "process", "time"}}};
constexpr NeededTable counted[] = {{"ios_biome_crashes", {"process", "time"}}};
constexpr Selection selections[] = {
    {.needs = reports,
     .sql = "SELECT 'ios_crash_reports', id, process, time FROM ios_crash_reports WHERE kind = 'report' AND "
            "report_kind = 'crash' AND process IN " BRIDLE_WATCHED " ORDER BY time, id",
     .one = "Reports say that a process that takes in what others send has crashed: {1}.",
     .many = "Reports say that {0} processes that take in what others send have crashed: {1}."},
    {.needs = counted,
     .sql = "SELECT 'ios_biome_crashes', id, process, time FROM ios_biome_crashes WHERE process "
            "IN " BRIDLE_WATCHED " ORDER BY time, id",
     .one = "The system counted crashes of a process that takes in what others send: {1}.",
     .many = "The system counted crashes of {0} processes that take in what others send: {1}."},
};
#undef BRIDLE_WATCHED

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.crash_watched_process",
    .title = "Crash of a process that takes in what others send",
    .looks_at =
        "crashes in ios_crash_reports and ios_biome_crashes of processes of Messages, media, web content, "
        "Home, "
        "Find My, push, calls and their helpers; one finding for each of the two sources",
    .severity = Severity::low,
    .confidence = Confidence::low,
    .means =
        "Attacks that need no click end in such processes, and their failed tries crash them: "
        "IMTranscoderAgent "
        "(FORCEDENTRY), homed and MessagesBlastDoorService (PWNYOURHOME), fmfd (FINDMYPWN), imagent (iVerify "
        "2025).",
    .not_shown = "Why the process crashed. Most crashes have nothing to do with an attack.",
    .innocent =
        "Faults of iOS, damaged pictures and films, lack of memory and updates crash these processes on many "
        "phones.",
    .check =
        "Compare the times with messages and attachments of the seconds before and with new processes of the "
        "minutes after; look at the exception, the backtrace and odd images of the report.",
    .references =
        "https://citizenlab.ca/2021/09/"
        "forcedentry-nso-group-imessage-zero-click-exploit-captured-in-the-wild/\n"
        "https://citizenlab.ca/2023/04/nso-groups-pegasus-spyware-returns-in-2022/",
    .versions = "iOS 9 to 26",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::crash_watched_process

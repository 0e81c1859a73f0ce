#include <fmt/format.h>

#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::android::log_events {
namespace {

struct Row {
  std::string_view kind;
  std::string_view tag;
  std::optional<std::string_view> level;
  std::optional<std::int64_t> pid;
  std::optional<std::string_view> time_text;
  std::optional<std::string_view> time_local;
  std::optional<Time> time;
  std::optional<AppId> package;
  std::optional<ProcessName> process;
  std::optional<FilePath> path;
  std::optional<Url> url;
  std::optional<std::string_view> source_context;
  std::optional<std::string_view> target_context;
  std::optional<bool> is_permissive;
  std::string_view message;
};

constexpr std::array columns{
    column<&Row::kind>("selinux_denial, usb, install, crash, process_start, link (an activity was started "
                       "for an address), accessibility, "
                       "policy, certificate, vpn, adb, recording, play_protect, boot."),
    column<&Row::tag>("Tag of the line; kernel for the kernel's."),
    column<&Row::level>("V, D, I, W, E or F."),
    column<&Row::pid>("Process that wrote it."),
    column<&Row::time_text>("When, as printed: most logs leave the year out."),
    column<&Row::time_local>(
        "The same with its year, by the phone's wall clock; NULL when the year cannot be told."),
    column<&Row::time>("UTC: from the kernel's own audit stamp where it is printed, else by the zone that "
                       "the evidence names; NULL "
                       "when neither is there.")
        .event("log_event"),
    column<&Row::package>("The app that the line names.").relation(Relation::executed),
    column<&Row::process>("The process that the line names (comm of a denial).")
        .relation(Relation::executed)
        .cut_at(15),
    column<&Row::path>("The file that the line names."),
    column<&Row::url>("The address that an activity was started for.").relation(Relation::visited),
    column<&Row::source_context>("Denial: SELinux label of who asked."),
    column<&Row::target_context>("Denial: label of what it asked for."),
    column<&Row::is_permissive>("Denial: whether it was allowed all the same."),
    column<&Row::message>("The line without its head."),
};
constexpr TableSchema schema =
    table<Row>("android_log_events",
               "One row per line of a log that is of a kind named here; other lines are counted.", columns);

constexpr std::string_view paths[] = {
    "androidqf/logcat*.txt",         "dumpstate/system_log",      "dumpstate/event_log",
    "dumpstate/kernel_log*",         "dumpstate/last_logcat*",    "dumpstate/last_kmsg*",
    "bugreport/FS/data/misc/logd/*", "androidqf/logs/proc/*kmsg", "androidqf/logs/sys/fs/pstore/*"};

struct Known {
  std::string_view tag, kind;
};
constexpr Known tags[] = {{"AccessibilityManagerService", "accessibility"},
                          {"DevicePolicyManager", "policy"},
                          {"DevicePolicyManagerService", "policy"},
                          {"UsbDeviceManager", "usb"},
                          {"UsbHostManager", "usb"},
                          {"UsbPortManager", "usb"},
                          {"adbd", "adb"},
                          {"AdbDebuggingManager", "adb"},
                          {"PackageInstaller", "install"},
                          {"PackageInstallerSession", "install"},
                          {"PackageManager", "install"},
                          {"CertInstaller", "certificate"},
                          {"KeyChain", "certificate"},
                          {"Vpn", "vpn"},
                          {"MediaProjectionManagerService", "recording"},
                          {"VerifyApps", "play_protect"},
                          {"am_crash", "crash"},
                          {"am_proc_start", "process_start"},
                          {"am_anr", "crash"},
                          {"boot_progress_start", "boot"},
                          {"sysui_boot_complete", "boot"}};

// A line in its parts: "03-21 10:00:00.123  1000  1234  1250 I Tag     : message"; the uid and the decimals
// may be missing, a year or an epoch may stand in front.
struct Parts {
  std::string_view time, level, tag, message;
  std::optional<std::int64_t> pid;
};

std::string_view take_word(std::string_view& text) {
  text = trim(text);
  auto word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

std::optional<Parts> logcat(std::string_view line) {
  if (line.size() < 20 || !is_digit(line[0])) return std::nullopt;
  std::string_view rest = line;
  auto date = take_word(rest), clock = take_word(rest);
  if (date.size() < 5 || date[date.size() - 3] != '-' || clock.size() < 8 || clock[2] != ':')
    return std::nullopt;
  Parts parts{.time = line.substr(0, static_cast<std::size_t>(clock.data() - line.data()) + clock.size())};
  // "uid pid tid", or "pid tid": the one before the last is the process.
  // logcat -v time: "I/Tag(   71): message".
  if (auto head = trim(rest);
      head.size() > 2 && head[1] == '/' && std::string_view("VDIWEFS").contains(head[0])) {
    auto colon = head.find("): ");
    auto open = head.rfind('(', colon);
    if (colon == std::string_view::npos || open == std::string_view::npos) return std::nullopt;
    parts.level = head.substr(0, 1);
    parts.tag = trim(head.substr(2, open - 2));
    if (auto pid = parse_integer(trim(head.substr(open + 1, colon - open - 1)))) parts.pid = *pid;
    parts.message = trim(head.substr(colon + 2));
    return parts;
  }
  std::string_view words[4];
  std::size_t numbers = 0;
  for (auto& word : words) {
    word = take_word(rest);
    if (word.size() == 1 && std::string_view("VDIWEFS").contains(word[0])) {
      parts.level = word;
      break;
    }
    ++numbers;
  }
  if (parts.level.empty()) return std::nullopt;
  if (numbers >= 2)
    if (auto pid = parse_integer(words[numbers - 2])) parts.pid = *pid;
  rest = trim(rest);
  auto colon = rest.find(": ");
  if (colon == std::string_view::npos) colon = rest.ends_with(':') ? rest.size() - 1 : colon;
  parts.tag = trim(rest.substr(0, colon));
  if (colon != std::string_view::npos) parts.message = trim(rest.substr(colon + 1));
  return parts;
}

// "<6>[   12.345678] usb 1-1: …" and "[   12.345678] …".
std::optional<Parts> kernel(std::string_view line) {
  if (line.starts_with('<')) line = line.substr(std::min(line.size(), line.find('>') + 1));
  auto close = line.find("] ");
  if (!line.starts_with('[') || close == std::string_view::npos) return std::nullopt;
  return Parts{
      .time = trim(line.substr(1, close - 1)), .tag = "kernel", .message = trim(line.substr(close + 2))};
}

std::string_view quoted_or_bare(std::string_view text, std::string_view key) {
  auto at = text.find(key);
  if (at == std::string_view::npos) return {};
  auto rest = text.substr(at + key.size());
  if (rest.starts_with('"')) return rest.substr(1, rest.find('"', 1) - 1);
  return rest.substr(0, rest.find(' '));
}

void read_denial(std::string_view text, Row& row) {
  auto set = [&](auto& field, std::string_view value) {
    using Field = typename std::remove_reference_t<decltype(field)>::value_type;
    if (!value.empty()) field = Field{value};
  };
  set(row.process, quoted_or_bare(text, "comm="));
  set(row.path, quoted_or_bare(text, " path="));
  set(row.source_context, quoted_or_bare(text, "scontext="));
  set(row.target_context, quoted_or_bare(text, "tcontext="));
  set(row.package, quoted_or_bare(text, "app="));
  auto permissive = quoted_or_bare(text, "permissive=");
  if (!permissive.empty()) row.is_permissive = permissive.starts_with('1');
  // audit(1700000000.123:45) is the kernel's own clock, in UTC.
  if (auto stamp = between(text, "audit(", ":")) {
    auto dot = stamp->find('.');
    auto seconds = parse_integer(stamp->substr(0, dot));
    auto ms = parse_integer(dot == std::string_view::npos ? "0" : stamp->substr(dot + 1));
    std::int64_t total = 0;
    if (seconds && ms && *seconds > 1'000'000'000 &&
        !__builtin_mul_overflow(*seconds, std::int64_t{1000}, &total))
      row.time = time_or_nothing(time_from_unix_ms(total + *ms));
  }
}

std::string_view usb_kind(std::string_view text) {
  for (std::string_view sign :
       {"New USB device found", "uvcvideo: ", "Found UVC", "hid-generic", "hid-multitouch", "usb-audio",
        "snd-usb", "USB HID", "Product: ", "Manufacturer: ", "usbhid", "cdc_ether",
        "new high-speed USB device", "new full-speed USB device"})
    if (text.contains(sign)) return "usb";
  return {};
}

std::string_view kind_of(const Parts& parts) {
  if (parts.message.contains("avc:") && parts.message.contains("denied")) return "selinux_denial";
  if (parts.tag == "kernel") return usb_kind(parts.message);
  if ((parts.tag == "ActivityTaskManager" || parts.tag == "ActivityManager") &&
      parts.message.starts_with("START ") && parts.message.contains("dat=http"))
    return "link";
  // The store logs its checks of apps under its own tag.
  if (parts.tag == "Finsky" &&
      (parts.message.contains("VerifyApps") || parts.message.contains("PlayProtect")))
    return "play_protect";
  for (const Known& known : tags)
    if (known.tag == parts.tag) return known.kind;
  return {};
}

// The app that a line names: "pkg=com.a", "cmp=com.a/.B", "[0,1234,10101,com.a,…]".
std::optional<AppId> package_in(const Parts& parts) {
  for (std::string_view key : {"cmp=", "pkg=", "package=", "packageName="}) {
    auto value = quoted_or_bare(parts.message, key);
    value = value.substr(0, value.find_first_of("/},;"));
    if (value.contains('.') && value.size() < 256) return AppId{value};
  }
  if (parts.message.starts_with('['))
    for (auto rest = parts.message.substr(1); !rest.empty();) {
      auto comma = rest.find(',');
      auto word = trim(rest.substr(0, comma));
      if (word.contains('.') && is_alpha(word[0]) && word.find_first_of("/ :") == std::string_view::npos)
        return AppId{word};
      rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    }
  return std::nullopt;
}

void set_time(const Input& in, const Parts& parts, Row& row, std::string& local) {
  row.time_text = parts.time;
  if (parts.tag == "kernel") return;  // seconds since the start
  std::optional<LocalTime> moment = in.entry().clock.with_year(parts.time);
  if (auto whole = parse_local_time(parts.time)) moment = *whole;
  if (!moment) return;
  local = to_iso8601(Time{moment->nanoseconds});
  local.pop_back();
  local[10] = ' ';
  row.time_local = local;
  if (!row.time) row.time = in.entry().clock.to_utc(*moment);
}

Result<> extract(Input& in, Rows<Row>& out) {
  Lines lines(TRY(in.text()), in.first_line());
  std::int64_t read = 0, told = 0, unknown = 0;
  while (auto line = lines.next()) {
    auto parts = logcat(line->text);
    if (!parts) parts = kernel(line->text);
    if (!parts) {
      unknown += line->text.empty() || line->text.starts_with("-----") ? 0 : 1;
      continue;
    }
    ++read;
    auto kind = kind_of(*parts);
    if (kind.empty()) continue;
    ++told;
    Row row{.kind = kind, .tag = parts->tag, .pid = parts->pid, .message = parts->message};
    if (!parts->level.empty()) row.level = parts->level;
    if (kind == "selinux_denial")
      read_denial(parts->message, row);
    else
      row.package = package_in(*parts);
    if (kind == "link") {
      auto address = quoted_or_bare(parts->message, "dat=");
      if (!address.empty()) row.url = Url{address};
    }
    std::string local;
    set_time(in, *parts, row, local);
    out.add(at_line(line->number), row);
  }
  in.note(fmt::format("lines of the log: {}, of the kinds that are kept: {}, of another form: {}", read, told,
                      unknown));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.log_events",
    .title = "Lines of the logs that tell something",
    .source =
        "logcat and kernel log of bug reports and AndroidQF, of Android 5 to 16; android-artifacts.md 5.8",
    .platform = Platform::android,
    .question = Question::device,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::log_events

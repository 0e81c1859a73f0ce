#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "formats/crash_report.h"

namespace bridle {
namespace {

// "name [pid]": names may hold brackets, so the last one counts.
void split_pid(std::string_view text, std::string& name, std::optional<std::int64_t>& pid) {
  auto open = text.rfind('[');
  if (open != std::string_view::npos && text.ends_with(']')) {
    if (auto number = parse_integer(text.substr(open + 1, text.size() - open - 2))) {
      pid = *number;
      text = trim(text.substr(0, open));
    }
  }
  name = crash_text(text);
}

struct Keyed {
  std::string_view key;
  std::string CrashReport::* field;
};
constexpr Keyed plain_keys[] = {
    {"Incident Identifier", &CrashReport::incident},
    {"Hardware Model", &CrashReport::model},
    {"Path", &CrashReport::path},
    {"Identifier", &CrashReport::bundle_id},
    {"Version", &CrashReport::app_version},
    {"Role", &CrashReport::role},
    {"Date/Time", &CrashReport::time},
    {"Launch Time", &CrashReport::launched},
    {"OS Version", &CrashReport::os_version},
    {"Exception Type", &CrashReport::exception},
    {"Exception Codes", &CrashReport::codes},
    {"Exception Subtype", &CrashReport::codes},
    {"Termination Signal", &CrashReport::signal},
    {"Termination Reason", &CrashReport::termination},
    {"Termination Description", &CrashReport::termination},
    {"Triggered by Thread", &CrashReport::thread},
    {"Crashed Thread", &CrashReport::thread},
    {"Event", &CrashReport::exception},
    {"Action taken", &CrashReport::termination},
};
// Lines that may stand once only: twice, and a name may have forged one of them.
constexpr std::string_view single_keys[] = {"Process", "Path", "Command", "Identifier", "Date/Time"};

class TextReader {
 public:
  explicit TextReader(CrashReport& report) : report_(report) {}

  void read(std::string_view body) {
    Lines lines(body);
    while (auto line = lines.next()) take(line->text);
    report_.information = std::string(trim(report_.information));
    for (CrashImage& image : report_.images)
      image.is_in_backtrace = std::ranges::find(running_, image.name) != running_.end();
    if (report_.images.size() < static_cast<std::size_t>(report_.image_count))
      report_.notes.push_back("more images than are kept");
  }

 private:
  enum class Section { head, information, thread, other_thread, images };

  void take(std::string_view line) {
    std::string_view text = trim(line);
    if (text.starts_with("Binary Images:")) {
      section_ = Section::images;
    } else if (line.starts_with("Thread ") && line.find(" Crashed:") != std::string_view::npos) {
      section_ = Section::thread;
      if (report_.thread.empty()) report_.thread = line.substr(7, line.find(" Crashed:") - 7);
    } else if (line.starts_with("Thread ")) {
      section_ = Section::other_thread;
    } else if (text.starts_with("Application Specific Information:")) {
      section_ = Section::information;
    } else if (text.empty()) {
      if (section_ == Section::information || section_ == Section::thread) section_ = Section::head;
    } else {
      take_in_section(line, text);
    }
  }

  void take_in_section(std::string_view line, std::string_view text) {
    if (section_ == Section::images) return image(text);
    if (section_ == Section::thread) return frame(text);
    if (section_ == Section::information) {
      if (report_.information.size() < most_crash_text) {
        report_.information += text;
        report_.information += '\n';
      }
      return;
    }
    auto colon = line.find(':');
    if (section_ == Section::head && colon != std::string_view::npos && !is_space(line.front()))
      keyed(line.substr(0, colon), trim(line.substr(colon + 1)));
  }

  void keyed(std::string_view key, std::string_view value) {
    if (std::ranges::find(single_keys, key) != std::end(single_keys)) {
      if (std::ranges::find(seen_, key) != seen_.end()) {
        if (!repeated_) report_.notes.push_back("a line that stands once stands twice: one may be forged");
        repeated_ = true;
        return;
      }
      seen_.push_back(key);
    }
    if (key == "Process" || key == "Command") return split_pid(value, report_.process, report_.pid);
    if (key == "Parent Process" || key == "Parent")
      return split_pid(value, report_.parent, report_.parent_pid);
    std::optional<std::int64_t> unused;
    if (key == "Coalition") return split_pid(value, report_.coalition, unused);
    if (key == "Responsible") return split_pid(value, report_.responsible, unused);
    if (key == "PID" || key == "User ID") {
      if (auto number = parse_integer(value)) (key == "PID" ? report_.pid : report_.user_id) = *number;
      return;
    }
    auto known = std::ranges::find(plain_keys, key, &Keyed::key);
    if (known == std::end(plain_keys)) return;
    std::string& field = report_.*known->field;
    bool adds = key == "Exception Subtype" || key == "Termination Description";
    if (adds && !field.empty())
      field = crash_text(field + "; " + std::string(value));
    else
      field = crash_text(value);
  }

  // "3   libsystem_c.dylib   0x00000001a64d58f8 a64l + 0": names may hold blanks, and the address ends them.
  void frame(std::string_view text) {
    auto address = text.find(" 0x");
    auto tab = text.find("\t0x");
    address = std::min(address, tab);
    auto name_at = text.find_first_not_of("0123456789");
    if (name_at == 0 || address == std::string_view::npos || name_at >= address) return;
    std::string_view name = trim(text.substr(name_at, address - name_at));
    std::string_view rest = trim(text.substr(address + 1));
    auto blank = rest.find(' ');
    if (name == "???" || name.empty())
      ++report_.frames_outside;
    else if (running_.size() < 4096)
      running_.emplace_back(name);
    if (++frames_ > 64) return;
    if (!report_.backtrace.empty()) report_.backtrace += '\n';
    report_.backtrace += fmt::format("{} {}", name == "???" ? "?" : name,
                                     blank == std::string_view::npos ? rest : rest.substr(blank + 1));
    report_.backtrace = crash_text(report_.backtrace);
  }

  // "0x10007c000 - 0x100083fff +kaki arm64  <5fd6…> /var/containers/…/kaki": a name may hold "<", a path may
  // hold ">", so the UUID between them finds its place by its form.
  void image(std::string_view text) {
    if (!text.starts_with("0x")) {
      section_ = Section::head;
      return;
    }
    ++report_.image_count;
    if (report_.images.size() == most_crash_images) return;
    CrashImage image;
    auto dash = text.find(" - ");
    image.base = address(text);
    std::string_view rest = dash == std::string_view::npos ? std::string_view{} : trim(text.substr(dash + 3));
    if (std::uint64_t end = address(rest); end > image.base) image.size = end - image.base + 1;
    for (auto open = rest.find('<'); open != std::string_view::npos; open = rest.find('<', open + 1)) {
      auto close = rest.find('>', open);
      if (close == std::string_view::npos) break;
      auto uuid = canonical_uuid(rest.substr(open + 1, close - open - 1));
      if (!uuid) continue;
      image.uuid = *uuid;
      image.path = crash_text(trim(rest.substr(close + 1)));
      break;
    }
    image.name = image.path.substr(image.path.rfind('/') + 1);
    if (image.name.empty()) image.name = crash_text(rest);
    report_.images.push_back(std::move(image));
  }

  static std::uint64_t address(std::string_view text) {
    std::uint64_t value = 0;
    if (!text.starts_with("0x")) return 0;
    for (char c : text.substr(2, 16)) {
      char lower = to_lower_ascii(c);
      int digit = is_digit(c) ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
      if (digit < 0) break;
      value = value << 4 | static_cast<std::uint64_t>(digit);
    }
    return value;
  }

  CrashReport& report_;
  Section section_ = Section::head;
  std::vector<std::string_view> seen_;
  std::vector<std::string> running_;  // images of the thread that crashed
  std::size_t frames_ = 0;
  bool repeated_ = false;
};

}  // namespace

void read_crash_text(std::string_view body, CrashReport& report) {
  TextReader(report).read(body);
}

}  // namespace bridle

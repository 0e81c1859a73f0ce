#include "formats/dumpstate_lines.h"

#include "base/text.h"

namespace bridle::dumpstate {
namespace {

constexpr std::string_view section_mark = "------ ", section_tail = " ------";
constexpr std::string_view service_mark = "DUMP OF SERVICE ";
constexpr std::string_view service_end_mark = "--------- ", took = "s was the duration of ";

// "0.356" as milliseconds; more digits than three are cut off.
std::optional<std::int64_t> milliseconds(std::string_view text) {
  auto dot = text.find('.');
  auto whole = parse_integer(text.substr(0, dot));
  if (!whole || *whole < 0 || *whole > 1'000'000'000) return std::nullopt;
  std::int64_t thousandths = 0, unit = 100;
  for (char c : dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1)) {
    if (!is_digit(c)) return std::nullopt;
    thousandths += unit * (c - '0');
    unit /= 10;
  }
  return *whole * 1000 + thousandths;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

std::optional<SectionStart> section_start(std::string_view line) {
  if (!line.starts_with(section_mark) || !line.ends_with(section_tail) ||
      line.size() <= section_mark.size() + section_tail.size() || contains(line, took))
    return std::nullopt;
  line.remove_prefix(section_mark.size());
  line.remove_suffix(section_tail.size());
  auto bracket = line.find(" (");
  if (bracket == std::string_view::npos || !line.ends_with(')')) return SectionStart{trim(line), {}};
  return SectionStart{trim(line.substr(0, bracket)), line.substr(bracket + 2, line.size() - bracket - 3)};
}

std::optional<SectionEnd> section_end(std::string_view line) {
  if (!line.starts_with(section_mark) || !line.ends_with(section_tail)) return std::nullopt;
  line.remove_prefix(section_mark.size());
  auto words = line.find(took);
  if (words == std::string_view::npos) return std::nullopt;
  auto time = milliseconds(line.substr(0, words));
  auto title = between(line.substr(words), "'", "'");
  if (!time || !title) return std::nullopt;
  return SectionEnd{*title, *time};
}

std::optional<ServiceStart> service_start(std::string_view line) {
  line = trim(line);
  if (!line.starts_with(service_mark) || !line.ends_with(':')) return std::nullopt;
  line.remove_prefix(service_mark.size());
  line.remove_suffix(1);
  ServiceStart start{.name = trim(line), .priority = {}};
  for (std::string_view priority : {"CRITICAL", "HIGH", "NORMAL"})
    if (start.name.starts_with(priority) && start.name.substr(priority.size()).starts_with(' '))
      start = {.name = trim(start.name.substr(priority.size())), .priority = priority};
  return start.name.empty() || start.name.size() > 255 ? std::nullopt : std::optional(start);
}

std::optional<ServiceEnd> service_end(std::string_view line) {
  if (!line.starts_with(service_end_mark)) return std::nullopt;
  line.remove_prefix(service_end_mark.size());
  constexpr std::string_view words = "s was the duration of dumpsys ", comma = ", ending at: ";
  auto at = line.find(words);
  if (at == std::string_view::npos) return std::nullopt;
  auto time = milliseconds(line.substr(0, at));
  if (!time) return std::nullopt;
  line.remove_prefix(at + words.size());
  auto end = line.find(comma);
  return ServiceEnd{.name = line.substr(0, end),
                    .at = end == std::string_view::npos ? std::string_view{}
                                                        : trim(line.substr(end + comma.size())).substr(0, 32),
                    .milliseconds = *time};
}

std::optional<std::string_view> command_end(std::string_view line) {
  constexpr std::string_view elapsed = "s elapsed]";
  if (!line.starts_with('[') || !line.ends_with(elapsed)) return std::nullopt;
  line = line.substr(1, line.size() - 1 - elapsed.size());
  auto colon = line.rfind(": ");
  if (colon == std::string_view::npos || !milliseconds(line.substr(colon + 2))) return std::nullopt;
  return line.substr(0, colon);
}

bool is_rule(std::string_view line, char of, std::size_t least) {
  return line.size() >= least && line.find_first_not_of(of) == std::string_view::npos;
}

bool is_time_out(std::string_view line) {
  if (!line.starts_with("***")) return false;
  return contains(line, "DUMP TIMEOUT") || contains(line, "imed out after");
}

bool is_error(std::string_view line) {
  if (line.starts_with("Can't find service: ") || line.starts_with("Error dumping service info")) return true;
  if (!line.starts_with("*** ") || is_time_out(line)) return false;
  for (std::string_view sign :
       {"No such file or directory", "Permission denied", "xit code", "illed by signal", "exec(", "Error"})
    if (contains(line, sign)) return true;
  return false;
}

}  // namespace bridle::dumpstate

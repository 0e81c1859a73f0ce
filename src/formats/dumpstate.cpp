#include "formats/dumpstate.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "formats/dumpstate_lines.h"

namespace bridle {
namespace {

constexpr std::size_t longest_mark = 2048;  // no line that begins or ends a section is longer
constexpr std::size_t longest_text = 256;

// A name travels on as text: bytes of no meaning in a name are made visible.
std::string bounded(std::string_view text) {
  std::string out(text.substr(0, longest_text));
  for (char& c : out)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = '?';
  return to_utf8_lossy(out);
}

// Lines that begin otherwise are content, whatever follows; only between sections every line matters.
bool may_be_mark(char first) {
  return std::string_view("-D*=[EC \t").find(first) != std::string_view::npos;
}

}  // namespace

void DumpSplitter::feed(Bytes piece) {
  std::string_view rest = as_text(piece);
  while (!rest.empty()) {
    const void* found = std::memchr(rest.data(), '\n', rest.size());
    std::size_t size = found == nullptr
                           ? rest.size()
                           : static_cast<std::size_t>(static_cast<const char*>(found) - rest.data());
    std::string_view part = rest.substr(0, size);
    rest.remove_prefix(std::min(rest.size(), size + 1));
    if (found == nullptr || carried_size_ > 0) {
      carried_ += part.substr(0, longest_mark + 1 - std::min(carried_.size(), longest_mark + 1));
      carried_size_ += size;
    }
    if (found == nullptr) return;
    next_ = at_ + (carried_size_ > 0 ? carried_size_ : size) + 1;
    line(carried_size_ > 0 ? std::string_view(carried_) : part);
    carried_.clear();
    carried_size_ = 0;
    at_ = next_;
  }
}

DumpText DumpSplitter::finish() {
  if (carried_size_ > 0) {
    next_ = at_ + carried_size_;
    line(carried_);
    at_ = next_;
  }
  if (DumpSection* last = open()) {
    // Before Android 5 nothing marks the end but the time that the last command took.
    last->cut_off = !last->ended && !text_.done && last->kind != DumpSection::Kind::header;
    end_open(at_);
  }
  for (DumpSection& section : text_.sections)
    if (section.kind == DumpSection::Kind::service && has_service_ends_ && !section.ended)
      section.cut_off = true;
  return std::move(text_);
}

DumpSection* DumpSplitter::open() {
  return has_open_ ? &text_.sections.back() : nullptr;
}

void DumpSplitter::line(std::string_view text) {
  ++text_.lines;
  text = text.substr(0, longest_mark + 1);
  if (in_alarm_ || in_properties_ || text.starts_with("== dumpstate: ")) note_clock(text);
  if (text_.headers == 0 && !has_open_ && !text_.full) {
    text_.sections.push_back({.kind = DumpSection::Kind::header, .name = "header", .title = "header"});
    has_open_ = true;
  }
  auto rule = std::exchange(rule_, std::nullopt);
  auto above = std::exchange(banner_at_, std::nullopt);
  if (text.ends_with('\r')) text.remove_suffix(1);
  bool is_mark = !text.empty() && may_be_mark(text.front()) && text.size() <= longest_mark;
  if (is_mark) {
    if (dumpstate::is_rule(text, '-', 70)) {
      rule_ = at_;
      return;
    }
    if (banner(text, above) || end_dumpstate(text) || end_service(text) || end_command(text)) return;
    if (dumpstate::service_start(text)) return begin_service(text, rule.value_or(at_));
    if (dumpstate::section_start(text)) return begin_dumpstate(text);
    note_marks(text);
  }
  if (!has_open_ && !trim(text).empty() && !(is_mark && dumpstate::is_rule(text, '-', 20))) {
    if (!text_.full) ++text_.loose_lines;
  }
}

void DumpSplitter::begin(DumpSection section, std::uint64_t ends_before) {
  end_open(ends_before);
  ++text_.headers;
  if (text_.sections.size() >= most_sections) {
    text_.full = true;
    return;
  }
  section.offset = next_;
  section.first_line = text_.lines + 1;
  text_.sections.push_back(std::move(section));
  has_open_ = true;
}

void DumpSplitter::end_open(std::uint64_t at) {
  DumpSection* section = open();
  has_open_ = in_alarm_ = in_properties_ = false;
  if (section == nullptr) return;
  section->size = at - std::min(at, section->offset);
  if (section->kind == DumpSection::Kind::header && section->size == 0) text_.sections.pop_back();
}

void DumpSplitter::begin_service(std::string_view text, std::uint64_t ends_before) {
  auto start = *dumpstate::service_start(text);
  std::string name = bounded(start.name);
  begin({.kind = DumpSection::Kind::service,
         .name = name,
         .title = name,
         .command = std::string(start.priority)},
        ends_before);
  in_alarm_ = has_open_ && start.name == "alarm";
}

void DumpSplitter::begin_dumpstate(std::string_view text) {
  auto start = *dumpstate::section_start(text);
  enclosing_ = bounded(start.title);
  begin({.kind = DumpSection::Kind::dumpstate,
         .name = section_name(start.title),
         .title = enclosing_,
         .command = bounded(start.command)},
        at_);
  in_properties_ = has_open_ && text_.sections.back().name == "system_properties";
}

bool DumpSplitter::end_dumpstate(std::string_view text) {
  auto end = dumpstate::section_end(text);
  if (!end) return false;
  // Steps that print no title of their own report their time too; that ends nothing.
  if (DumpSection* section = open(); section != nullptr && bounded(end->title) == enclosing_) {
    if (section->kind == DumpSection::Kind::dumpstate) {
      section->ended = true;
      section->milliseconds = end->milliseconds;
    }
    end_open(at_);
  }
  return true;
}

bool DumpSplitter::end_service(std::string_view text) {
  auto end = dumpstate::service_end(text);
  if (!end) return false;
  has_service_ends_ = true;
  if (DumpSection* section = open(); section != nullptr && section->kind == DumpSection::Kind::service) {
    section->ended = true;
    section->milliseconds = end->milliseconds;
    section->ended_at = bounded(end->at);
    if (auto time = parse_local_time(section->ended_at)) text_.clock.made_at_local = time->nanoseconds;
    end_open(at_);
  }
  return true;
}

bool DumpSplitter::end_command(std::string_view text) {
  auto command = dumpstate::command_end(text);
  if (!command) return false;
  DumpSection* section = open();
  if (section == nullptr) return true;
  bool is_dumpsys = section->kind == DumpSection::Kind::service && *command == "dumpsys";
  bool is_own = section->kind == DumpSection::Kind::dumpstate &&
                (section->command == *command || section->command.starts_with(std::string(*command) + " "));
  if (!is_dumpsys && !is_own) return false;
  section->ended = true;
  end_open(at_);
  return true;
}

// Three lines: equals signs, "== title", equals signs.
bool DumpSplitter::banner(std::string_view text, const std::optional<std::uint64_t>& above) {
  if (dumpstate::is_rule(text, '=', 50)) {
    banner_at_ = at_;
    return true;
  }
  if (!above || !text.starts_with("== ")) return false;
  if (text.starts_with("== dumpstate: done")) text_.done = true;
  if (DumpSection* section = open(); section != nullptr && section->kind == DumpSection::Kind::dumpstate)
    end_open(*above);
  return true;
}

void DumpSplitter::note_marks(std::string_view text) {
  DumpSection* section = open();
  if (section == nullptr) return;
  if (dumpstate::is_time_out(text))
    section->timed_out = true;
  else if (dumpstate::is_error(text))
    ++section->errors;
}

// "  nowRTC=1711012042077=2024-03-21 10:07:22.077 nowELAPSED=…", "[persist.sys.timezone]: [Europe/Paris]",
// "== dumpstate: 2024-03-21 10:07:22".
void DumpSplitter::note_clock(std::string_view text) {
  constexpr std::int64_t quarter_seconds = 900;
  DeviceClock& clock = text_.clock;
  if (in_properties_ && text.starts_with("[persist.sys.timezone]: [") && clock.zone.empty())
    clock.zone = bounded(between(text, ": [", "]").value_or(""));
  if (text.starts_with("== dumpstate: ") && !clock.made_at_local)
    if (auto time = parse_local_time(text.substr(14, 19))) clock.made_at_local = time->nanoseconds;
  auto at = text.find("nowRTC=");
  if (!in_alarm_ || at == std::string_view::npos || clock.utc_offset_seconds) return;
  auto rest = text.substr(at + 7);
  auto equals = rest.find('=');
  if (equals == std::string_view::npos) return;
  auto now = parse_integer(rest.substr(0, equals));
  auto utc = now ? time_from_unix_ms(*now) : fail(Fault::malformed, "no moment");
  auto local = parse_local_time(rest.substr(equals + 1, 19));
  if (!utc || !local) return;
  // Whole quarters of an hour: the text may lack the milliseconds.
  std::int64_t seconds = (local->nanoseconds - utc->nanoseconds) / 1'000'000'000;
  std::int64_t quarters =
      (seconds + (seconds < 0 ? -quarter_seconds / 2 : quarter_seconds / 2)) / quarter_seconds;
  if (quarters >= -56 && quarters <= 56)
    clock.utc_offset_seconds = static_cast<std::int32_t>(quarters * quarter_seconds);
}

DumpText split_dump(Bytes text) {
  DumpSplitter splitter;
  splitter.feed(text);
  return splitter.finish();
}

std::string section_name(std::string_view title) {
  std::string name;
  for (char c : title) {
    if (is_alnum(c))
      name += to_lower_ascii(c);
    else if (!name.empty() && name.back() != '_')
      name += '_';
    if (name.size() > longest_text) break;
  }
  while (name.ends_with('_')) name.pop_back();
  return name.empty() ? "unnamed" : name;
}

std::string section_path(const DumpSection& section) {
  return (section.kind == DumpSection::Kind::service ? "dumpsys/" : "dumpstate/") + section.name;
}

}  // namespace bridle

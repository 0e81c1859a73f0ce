#include <algorithm>

#include "base/text.h"
#include "formats/tombstone.h"

namespace bridle {
namespace {

constexpr std::size_t things_limit = 1000;

std::string_view unquoted(std::string_view text) {
  text = text.starts_with('\'') ? text.substr(1) : text;
  return text.ends_with('\'') ? text.substr(0, text.size() - 1) : text;
}

std::optional<std::int64_t> number(std::string_view text) {
  auto value = parse_integer(trim(text));
  return value ? std::optional(*value) : std::nullopt;
}

void set(std::optional<std::string>& field, std::string_view value) {
  if (!field) field = std::string(value);
}

// "pid: 25541, tid: 21307, name: mtk.ape.decoder  >>> /vendor/bin/x <<<": the first one is the thread that
// crashed.
void read_ids(std::string_view line, Tombstone& out) {
  ++out.threads;
  if (out.pid) return;
  out.pid = number(between(line, "pid: ", ",").value_or(""));
  out.tid = number(between(line, "tid: ", ",").value_or(""));
  auto mark = line.find("  >>> ");
  if (auto at = line.find("name: "); at != std::string_view::npos)
    out.thread_name = std::string(line.substr(at + 6, mark == std::string_view::npos ? mark : mark - at - 6));
  if (auto process = between(line, ">>> ", " <<<")) out.process = std::string(*process);
}

// "signal 11 (SIGSEGV), code 1 (SEGV_MAPERR from pid 7, uid 0), fault addr 0x0".
void read_signal(std::string_view line, Tombstone& out) {
  if (out.signal) return;
  out.signal = number(between(line, "signal ", " (").value_or(""));
  if (auto signal = between(line, " (", ")")) out.signal_name = std::string(*signal);
  auto at = line.find("code ");
  if (at == std::string_view::npos) return;
  auto rest = line.substr(at + 5);
  out.code = number(rest.substr(0, rest.find(' ')));
  if (auto code = between(rest, " (", ")")) {
    out.sender_pid = number(between(*code, " from pid ", ",").value_or(""));
    if (auto uid = code->find(", uid "); uid != std::string_view::npos)
      out.sender_uid = number(code->substr(uid + 6));
    out.code_name = std::string(code->substr(0, code->find(" from ")));
  }
  if (auto fault = rest.find("fault addr "); fault != std::string_view::npos) {
    auto address = rest.substr(fault + 11);
    out.fault_address = std::string(address.substr(0, address.find(' ')));
  }
}

void keep(Tombstone& out, TombstoneThing thing) {
  if (out.things.size() < things_limit) out.things.push_back(std::move(thing));
}

// "    00000000'12c00000-00000000'52bfffff rw-         0  40000000  [anon:dalvik-main space]".
void read_mapping(const Line& line, Tombstone& out) {
  auto text = trim(line.text);
  auto blank = text.find(' ');
  auto rights = blank == std::string_view::npos ? std::string_view{} : trim(text.substr(blank)).substr(0, 3);
  if (!text.substr(0, blank).contains('-') || rights.size() != 3) return;
  ++out.mappings;
  auto path = text.find_first_of("/[", blank);
  if (path == std::string_view::npos) return;
  auto name = text.substr(path);
  if (auto extra = name.find(" (BuildId"); extra != std::string_view::npos) name = name.substr(0, extra);
  if (auto extra = name.find(" (load bias"); extra != std::string_view::npos) name = name.substr(0, extra);
  if (is_worth_a_look(TombstoneThing::Kind::mapping, name, rights.ends_with('x')))
    keep(out, {TombstoneThing::Kind::mapping, std::string(name), std::string(rights), line.number});
}

// "    fd 5: /dev/socket/x (owned by unique_fd 0x1)".
void read_open_file(const Line& line, Tombstone& out) {
  auto text = trim(line.text);
  auto colon = text.find(": ");
  if (!text.starts_with("fd ") || colon == std::string_view::npos) return;
  ++out.open_files;
  auto path = text.substr(colon + 2);
  auto owner = path.rfind(" (");
  bool has_owner = owner != std::string_view::npos && !path.ends_with(" (deleted)");
  auto name = has_owner ? path.substr(0, owner) : path;
  if (is_worth_a_look(TombstoneThing::Kind::open_file, name, false))
    keep(out, {TombstoneThing::Kind::open_file, std::string(name),
               std::string(has_owner ? path.substr(owner + 1) : ""), line.number});
}

// "      #00 pc 0004bd80  /apex/x/libc.so (abort+166) (BuildId: …)".
void read_frame(const Line& line, Tombstone& out) {
  auto text = trim(line.text);
  auto path = text.find(" /");
  if (path == std::string_view::npos) return;
  auto rest = text.substr(path + 1);
  auto name = rest.substr(0, rest.find(" ("));
  if (is_worth_a_look(TombstoneThing::Kind::frame, name, true))
    keep(out, {TombstoneThing::Kind::frame, std::string(name),
               std::string(between(rest, " (", ")").value_or("")), line.number});
}

struct Title {
  std::string_view text;
  std::optional<std::string> Tombstone::* field;
};
constexpr Title titles[] = {{"Build fingerprint: ", &Tombstone::build_fingerprint},
                            {"Revision: ", &Tombstone::revision},
                            {"ABI: ", &Tombstone::architecture},
                            {"Timestamp: ", &Tombstone::timestamp}};

enum class Part { head, maps, files, other };

}  // namespace

Result<Tombstone> read_tombstone_text(std::string_view text) {
  Tombstone out;
  Lines lines(text);
  Part part = Part::head;
  while (auto line = lines.next()) {
    auto content = line->text;
    bool at_margin = !content.empty() && content[0] != ' ';
    if (at_margin && (content.starts_with("memory map") || content.starts_with("code around") ||
                      content.starts_with("memory near") || content.starts_with("open files") ||
                      content.starts_with("--------- ")))
      part = content.starts_with("memory map")   ? Part::maps
             : content.starts_with("open files") ? Part::files
                                                 : Part::other;
    for (const Title& title : titles)
      if (content.starts_with(title.text))
        set(out.*title.field, unquoted(trim(content.substr(title.text.size()))));
    if (content.starts_with("pid: ")) read_ids(content, out);
    if (content.starts_with("signal ")) read_signal(content, out);
    if (content.starts_with("uid: ") && !out.uid) out.uid = number(content.substr(5));
    if (content.starts_with("Process uptime: ")) {
      auto uptime = content.substr(16);
      out.process_uptime = number(uptime.substr(0, uptime.find('s')));
    }
    if (content.starts_with("Cmdline: ") && out.command_line.empty())
      out.command_line.emplace_back(content.substr(9));
    if (content.starts_with("Cause: ") && out.causes.size() < 100) out.causes.emplace_back(content.substr(7));
    if (content.starts_with("Abort message: ")) set(out.abort_message, unquoted(content.substr(15)));
    if (trim(content).starts_with('#')) read_frame(*line, out);
    if (part == Part::maps && !at_margin) read_mapping(*line, out);
    if (part == Part::files && !at_margin) read_open_file(*line, out);
  }
  if (!out.pid && !out.signal && !out.build_fingerprint)
    return fail(Fault::unsupported, "no line of a tombstone in this file");
  return out;
}

}  // namespace bridle

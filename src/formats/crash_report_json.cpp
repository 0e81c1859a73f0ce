#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "formats/crash_report.h"
#include "formats/json_elements.h"
#include "formats/json_list.h"

namespace bridle {
namespace {

namespace dom = simdjson::dom;
constexpr std::size_t most_frames = 64;

std::optional<dom::element> member(dom::element object, std::string_view key) {
  dom::element value;
  if (object[key].get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

// A text that the head has not given already.
void fill(std::string& field, dom::element object, std::string_view key) {
  if (auto text = json_text(object, key)) field = crash_text(*text);
}
void fill_empty(std::string& field, dom::element object, std::string_view key) {
  if (field.empty()) fill(field, object, key);
}

std::string uuid_of(dom::element object, std::string_view key) {
  std::string text = crash_text(json_text(object, key).value_or(""));
  return canonical_uuid(text).value_or(text);
}

// "a, b" from an array of texts.
std::string joined(dom::element list) {
  std::string text;
  dom::array array;
  if (list.get(array) != simdjson::SUCCESS) return text;
  for (dom::element one : array) {
    std::string_view part;
    if (one.get(part) != simdjson::SUCCESS || text.size() > most_crash_text) continue;
    if (!text.empty()) text += ", ";
    text += part;
  }
  return crash_text(text);
}

void read_exception(dom::element body, CrashReport& report) {
  if (auto exception = member(body, "exception")) {
    fill(report.exception, *exception, "type");
    fill(report.signal, *exception, "signal");
    fill(report.codes, *exception, "codes");
    if (auto subtype = json_text(*exception, "subtype"))
      report.codes = crash_text(report.codes + (report.codes.empty() ? "" : "; ") + std::string(*subtype));
  }
  auto termination = member(body, "termination");
  if (!termination) return;
  std::string text;
  for (std::string_view key : {"namespace", "indicator", "byProc"}) {
    auto part = json_text(*termination, key);
    if (!part) continue;
    if (!text.empty()) text += key == "byProc" ? ", by " : ": ";
    text += *part;
  }
  if (auto reasons = member(*termination, "reasons"))
    if (std::string more = joined(*reasons); !more.empty()) text += "; " + more;
  report.termination = crash_text(text);
}

// "asi": the last words that libraries left, by library.
void read_information(dom::element body, CrashReport& report) {
  dom::object libraries;
  auto asi = member(body, "asi");
  if (!asi || asi->get(libraries) != simdjson::SUCCESS) return;
  for (auto [library, words] : libraries) {
    if (report.information.size() > most_crash_text) break;
    if (!report.information.empty()) report.information += "; ";
    report.information += joined(words);
  }
  report.information = crash_text(report.information);
}

void read_images(dom::element body, CrashReport& report) {
  dom::array images;
  auto list = member(body, "usedImages");
  if (!list || list->get(images) != simdjson::SUCCESS) return;
  for (dom::element one : images) {
    ++report.image_count;
    if (report.images.size() == most_crash_images) continue;
    CrashImage image{.name = crash_text(json_text(one, "name").value_or("")),
                     .path = crash_text(json_text(one, "path").value_or("")),
                     .uuid = uuid_of(one, "uuid")};
    if (auto base = json_integer(one, "base")) image.base = static_cast<std::uint64_t>(*base);
    if (auto size = json_integer(one, "size")) image.size = static_cast<std::uint64_t>(*size);
    report.images.push_back(std::move(image));
  }
}

// An entry without a name, a path and a UUID stands for addresses that lie in no image.
bool is_nowhere(const CrashImage& image) {
  return image.path.empty() && image.name.empty() &&
         (image.uuid.empty() || image.uuid == "00000000-0000-0000-0000-000000000000");
}

void add_frame(dom::element frame, CrashReport& report, std::size_t& frames) {
  auto index = json_integer(frame, "imageIndex"), offset = json_integer(frame, "imageOffset");
  bool known = index && *index >= 0 && static_cast<std::size_t>(*index) < report.images.size();
  CrashImage* image = known ? &report.images[static_cast<std::size_t>(*index)] : nullptr;
  if (image == nullptr || is_nowhere(*image))
    ++report.frames_outside;
  else
    image->is_in_backtrace = true;
  if (++frames > most_frames) return;
  std::string place = image == nullptr || is_nowhere(*image) ? "?"
                      : image->name.empty()                  ? image->uuid
                                                             : image->name;
  std::string line = fmt::format("{} {}", place, json_text(frame, "symbol").value_or("-"));
  if (auto in_symbol = json_integer(frame, "symbolLocation")) line += fmt::format(" + {}", *in_symbol);
  if (offset) line += fmt::format(" (0x{:x})", *offset);
  if (!report.backtrace.empty()) report.backtrace += '\n';
  report.backtrace += line;
}

void read_thread(dom::element body, CrashReport& report) {
  dom::array threads;
  auto list = member(body, "threads");
  auto faulting = json_integer(body, "faultingThread");
  if (!list || list->get(threads) != simdjson::SUCCESS) return;
  std::int64_t number = -1;
  for (dom::element thread : threads) {
    ++number;
    bool triggered = false;
    if (thread["triggered"].get(triggered) != simdjson::SUCCESS) triggered = false;
    if (faulting ? number != *faulting : !triggered) continue;
    report.thread = fmt::format("{}", number);
    for (std::string_view key : {"name", "queue"})
      if (auto name = json_text(thread, key)) report.thread += " " + crash_text(*name);
    std::size_t frames = 0;
    dom::array all;
    if (auto found = member(thread, "frames"); found && found->get(all) == simdjson::SUCCESS)
      for (dom::element frame : all) add_frame(frame, report, frames);
    if (frames > most_frames) report.notes.push_back("a backtrace is longer than what is kept of it");
    report.backtrace = crash_text(report.backtrace);
    return;
  }
}

void add_process(dom::element one, std::string place, CrashReport& report) {
  ++report.process_count;
  if (report.processes.size() == most_crash_processes || !one.is_object()) return;
  CrashProcess process{.uuid = uuid_of(one, "uuid"), .place = std::move(place)};
  for (std::string_view key : {"name", "procname", "procName"}) fill_empty(process.name, one, key);
  fill(process.reason, one, "reason");
  process.pid = json_integer(one, "pid");
  process.coalition = json_integer(one, "coalition");
  process.pages = json_integer(one, "rpages");
  process.most_pages = json_integer(one, "lifetimeMax");
  double seconds = 0;
  if (one["cpuTime"].get(seconds) == simdjson::SUCCESS) process.cpu_seconds = seconds;
  for (std::string_view key : {"states", "flags"})
    if (auto states = member(one, key); states && process.states.empty()) process.states = joined(*states);
  report.processes.push_back(std::move(process));
}

void read_processes(dom::element body, CrashReport& report) {
  dom::array list;
  dom::object by_pid;
  if (auto found = member(body, "processes"); found && found->get(list) == simdjson::SUCCESS) {
    std::size_t index = 0;
    for (dom::element one : list) add_process(one, fmt::format("processes[{}]", index++), report);
  }
  if (auto found = member(body, "processByPid"); found && found->get(by_pid) == simdjson::SUCCESS)
    for (auto [pid, one] : by_pid) {
      add_process(one, "processByPid." + crash_text(pid.substr(0, 20)), report);
      bool unnumbered = !report.processes.empty() && !report.processes.back().pid;
      if (auto number = parse_integer(pid); unnumbered && number) report.processes.back().pid = *number;
    }
}

// "Panicked task 0x…: 1 pages, 1 threads: pid 412: name"; older: "BSD process name corresponding to current
// thread: name".
void read_panic(dom::element body, CrashReport& report) {
  fill(report.panic, body, "panicString");
  Lines lines(report.panic);
  while (auto line = lines.next()) {
    std::string_view text = line->text;
    if (text.starts_with("Panicked task")) {
      auto at = text.rfind("pid ");
      if (at == std::string_view::npos) continue;
      text.remove_prefix(at + 4);
      auto colon = text.find(": ");
      if (colon == std::string_view::npos) continue;
      if (auto pid = parse_integer(text.substr(0, colon))) report.pid = *pid;
      report.process = text.substr(colon + 2);
    } else if (auto at = text.find("BSD process name corresponding to current thread: ");
               at != std::string_view::npos && report.process.empty()) {
      report.process = text.substr(at + 50);
    }
  }
}

// Everything of the body that is a text or a number and was not taken; trees are left out.
void read_others(dom::element body, CrashReport& report) {
  constexpr std::string_view taken[] = {
      "bug_type",   "captureTime",  "coalitionName", "date",      "exception",       "faultingThread",
      "incident",   "modelCode",    "panicString",   "parentPid", "parentProc",      "pid",
      "procLaunch", "procName",     "procPath",      "procRole",  "product",         "responsibleProc",
      "userID",     "vmRegionInfo", "vmregioninfo",  "vmSummary", "crashReporterKey"};
  dom::object members;
  if (body.get(members) != simdjson::SUCCESS) return;
  JsonWriter json(false);
  json.object();
  std::size_t kept = 0;
  for (auto [key, value] : members) {
    bool leaf = value.is_string() || value.is_number() || value.is_bool();
    if (!leaf || std::ranges::find(taken, key) != std::end(taken) || ++kept > 200) continue;
    std::string_view text;
    std::int64_t number = 0;
    double real = 0;
    bool truth = false;
    json.key(key.substr(0, 200));
    if (value.get(text) == simdjson::SUCCESS)
      json.value(text.substr(0, 4096));
    else if (value.get(number) == simdjson::SUCCESS)
      json.value(number);
    else if (value.get(truth) == simdjson::SUCCESS)
      json.value(truth);
    else if (value.get(real) == simdjson::SUCCESS)
      json.value(real);
    else
      json.null();
  }
  if (kept > 0) report.others = json.end().take();
}

void read_identity(dom::element body, CrashReport& report) {
  for (std::string_view key : {"captureTime", "date"}) fill(report.time, body, key);
  fill_empty(report.incident, body, "incident");
  fill(report.process, body, "procName");
  fill(report.path, body, "procPath");
  fill(report.parent, body, "parentProc");
  fill(report.responsible, body, "responsibleProc");
  fill(report.coalition, body, "coalitionName");
  fill(report.role, body, "procRole");
  fill(report.launched, body, "procLaunch");
  for (std::string_view key : {"modelCode", "product"}) fill_empty(report.model, body, key);
  report.pid = json_integer(body, "pid");
  report.parent_pid = json_integer(body, "parentPid");
  report.user_id = json_integer(body, "userID");
  auto bundle = member(body, "bundleInfo");
  if (!bundle) return;
  fill_empty(report.bundle_id, *bundle, "CFBundleIdentifier");
  fill_empty(report.app_version, *bundle, "CFBundleShortVersionString");
  fill_empty(report.build_version, *bundle, "CFBundleVersion");
}

}  // namespace

Result<> read_crash_json(std::string_view body, CrashReport& report) {
  dom::parser parser;
  dom::element value;
  std::string text = with_plain_numbers(is_utf8(body) ? std::string(body) : to_utf8_lossy(body));
  if (parser.parse(text).get(value) != simdjson::SUCCESS || !value.is_object())
    return fail(Fault::malformed, "the body of the report is no JSON");
  read_identity(value, report);
  read_exception(value, report);
  read_information(value, report);
  read_images(value, report);
  read_thread(value, report);
  read_processes(value, report);
  read_panic(value, report);
  read_others(value, report);
  return {};
}

}  // namespace bridle

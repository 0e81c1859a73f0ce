#include <fmt/format.h>
#include <simdjson.h>
#include <vector>

#include "base/text.h"
#include "evidence/input.h"
#include "formats/json_list.h"
#include "records/artefact.h"

namespace bridle::android::processes {
namespace {

struct Row {
  ProcessName name;
  std::optional<FilePath> path;
  std::optional<std::int64_t> pid;
  std::optional<std::int64_t> parent;
  std::optional<std::int64_t> thread;
  std::optional<std::string_view> user;
  std::optional<std::int64_t> uid;
  std::optional<std::string_view> label;
  std::optional<std::int64_t> virtual_size;
  std::optional<std::int64_t> resident_size;
  std::optional<std::string_view> waits_in;
  std::optional<std::string_view> address;
  std::optional<std::string_view> status;
  std::optional<std::string_view> command_line;
  bool is_kernel_thread;
};

constexpr std::array columns{
    column<&Row::name>("Name as listed; a kernel thread's without its brackets. Names that the kernel tells "
                       "are cut at 15 bytes, "
                       "for apps at the front.")
        .relation(Relation::executed)
        .cut_at(15),
    column<&Row::path>("Path of its executable, where the list has it.").relation(Relation::executed),
    column<&Row::pid>("Process id."),
    column<&Row::parent>("Process id of its parent."),
    column<&Row::thread>("Thread id, in lists of threads."),
    column<&Row::user>("User as printed: root, u0_a103."),
    column<&Row::uid>("User id, where the list has the number."),
    column<&Row::label>("SELinux label."),
    column<&Row::virtual_size>("Virtual memory in KiB."),
    column<&Row::resident_size>("Resident memory in KiB."),
    column<&Row::waits_in>("Kernel function that it waits in (WCHAN)."),
    column<&Row::address>("ADDR as printed."),
    column<&Row::status>("State letter: R running, S sleeping, D waiting, Z ended."),
    column<&Row::command_line>("Its command line, where the list has it."),
    column<&Row::is_kernel_thread>("Whether the list shows it in brackets."),
};
constexpr TableSchema schema =
    table<Row>("android_processes", "One row per process, or per thread where a list has threads.", columns);

constexpr std::string_view paths[] = {"androidqf/ps.txt", "androidqf/processes.txt",
                                      "androidqf/processes.json", "dumpstate/processes*", "dumpstate/ps_*"};

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!(text = trim(text)).empty()) {
    words.push_back(text.substr(0, text.find_first_of(" \t")));
    text.remove_prefix(words.back().size());
  }
  return words;
}

std::optional<std::int64_t> number(std::string_view text) {
  auto value = parse_integer(text);
  return value ? std::optional(*value) : std::nullopt;
}

void set_name(Row& row, std::string_view name) {
  row.is_kernel_thread = name.size() >= 2 && name.starts_with('[') && name.ends_with(']');
  if (row.is_kernel_thread) name = name.substr(1, name.size() - 2);
  if (name.starts_with('/')) {
    if (name.contains(' ')) row.command_line = name;
    name = name.substr(0, name.find(' '));
    row.path = FilePath{name};
  }
  row.name = {name};
}

// A heading names the columns; the last one takes the rest of the line. Only WCHAN may be blank.
class Listing {
 public:
  Listing(Rows<Row>& out, std::int64_t& unknown) : out_(out), unknown_(unknown) {}
  void read(const Line& line) {
    auto words = words_of(line.text);
    if (words.empty()) return;
    if (std::ranges::find(words, "PID") != words.end() &&
        (std::ranges::find(words, "NAME") != words.end() || std::ranges::find(words, "CMD") != words.end())) {
      heading_ = words;
      return;
    }
    if (heading_.empty() || line.text.starts_with("------ ")) {
      ++unknown_;
      return;
    }
    row(line, words);
  }

 private:
  void row(const Line& line, std::vector<std::string_view>& words) {
    auto waits = std::ranges::find(heading_, "WCHAN");
    std::size_t at_waits = static_cast<std::size_t>(waits - heading_.begin());
    // Its place may be empty: then what stands there is ADDR, and the letter of the state comes one too
    // early.
    auto letter = std::ranges::find(heading_, "S");
    auto at_letter = static_cast<std::size_t>(letter - heading_.begin());
    bool blank = at_waits < at_letter && letter != heading_.end() && words.size() >= at_letter &&
                 is_letter(words[at_letter - 1]) &&
                 (words.size() == at_letter || !is_letter(words[at_letter]));
    if (blank) words.insert(words.begin() + static_cast<std::ptrdiff_t>(at_waits), std::string_view{});
    if (words.size() < heading_.size())
      return out_.skip(at_line(line.number),
                       {Fault::malformed, "a process with fewer columns than the heading"});
    Row row{};
    std::size_t last = heading_.size() - 1;
    for (std::size_t i = 0; i < last; ++i) put(row, heading_[i], words[i]);
    // Up to Android 7 the heading leaves the letter of the state out.
    if (letter == heading_.end() && last + 1 < words.size() && is_letter(words[last]))
      row.status = words[last++];
    auto name = words[last];
    set_name(row, trim(line.text.substr(static_cast<std::size_t>(name.data() - line.text.data()))));
    if (!row.pid) return out_.skip(at_line(line.number), {Fault::malformed, "a process without its number"});
    out_.add(at_line(line.number), row);
  }
  static bool is_letter(std::string_view text) {
    return !text.empty() && text.size() <= 4 && std::string_view("RSDTtZXIWP").contains(text[0]) &&
           (text.size() == 1 || !is_alnum(text[1]));
  }
  static void put(Row& row, std::string_view heading, std::string_view word) {
    if (heading == "USER" || heading == "UID") {
      row.user = word;
      row.uid = number(word);
    } else if (heading == "LABEL")
      row.label = word;
    else if (heading == "PID")
      row.pid = number(word);
    else if (heading == "PPID")
      row.parent = number(word);
    else if (heading == "TID")
      row.thread = number(word);
    else if (heading == "VSZ" || heading == "VSIZE")
      row.virtual_size = number(word);
    else if (heading == "RSS")
      row.resident_size = number(word);
    else if (heading == "WCHAN")
      row.waits_in = word.empty() ? std::nullopt : std::optional(word);
    else if (heading == "ADDR" || heading == "PC")
      row.address = word;
    else if (heading == "S" || heading == "STAT")
      row.status = word;
  }
  Rows<Row>& out_;
  std::int64_t& unknown_;
  std::vector<std::string_view> heading_;
};

void add_collected(Rows<Row>& out, std::size_t index, simdjson::dom::element element) {
  Locator where = at_key(fmt::format("[{}]", index));
  auto name = json_text(element, "filename"), path = json_text(element, "path");
  Row row{.pid = json_integer(element, "pid"),
          .parent = json_integer(element, "ppid"),
          .uid = json_integer(element, "uid"),
          .label = json_text(element, "context"),
          .status = json_text(element, "state")};
  if (!row.pid) return out.skip(where, {Fault::malformed, "a process without its number"});
  std::string command;
  simdjson::dom::array arguments;
  if (element["command_line"].get(arguments) == simdjson::SUCCESS)
    for (simdjson::dom::element argument : arguments) {
      std::string_view text;
      // What is no text stands as the JSON that it is.
      command += (command.empty() ? "" : " ") +
                 (argument.get(text) == simdjson::SUCCESS ? std::string(text) : simdjson::minify(argument));
    }
  else if (auto text = json_text(element, "command_line"))
    command = *text;
  if (!command.empty()) row.command_line = command;
  // The collector's name stands in brackets as the kernel gives it.
  auto shown = name.value_or(std::string_view(command).substr(0, command.find(' ')));
  if (shown.size() >= 2 && shown.starts_with('(') && shown.ends_with(')'))
    shown = shown.substr(1, shown.size() - 2);
  set_name(row, shown);
  if (path) row.path = FilePath{*path};
  out.add(where, row);
}

Result<> extract(Input& in, Rows<Row>& out) {
  std::string_view text = TRY(in.text());
  if (in.entry().path.ends_with(".json"))
    return each_json_element(
        text, {"the list of processes", "list", "a process"},
        {.element = [&](std::size_t index,
                        simdjson::dom::element value) { add_collected(out, index, value); },
         .skip = [&](std::size_t index,
                     const Error& why) { out.skip(at_key(fmt::format("[{}]", index)), why); }});
  std::int64_t unknown = 0;
  Listing listing(out, unknown);
  Lines lines(text, in.first_line());
  while (auto line = lines.next()) listing.read(*line);
  if (unknown > 0) in.note(fmt::format("lines of another form, which were passed over: {}", unknown));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.processes",
    .title = "Running processes",
    .source =
        "ps of bug reports and AndroidQF, and its collector's list, of Android 4 to 16; android-artifacts.md "
        "2.14, 5.13",
    .platform = Platform::android,
    .question = Question::processes,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::processes

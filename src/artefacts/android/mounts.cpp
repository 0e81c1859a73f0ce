#include <fmt/format.h>
#include <simdjson.h>
#include <vector>

#include "base/text.h"
#include "evidence/input.h"
#include "formats/json_elements.h"
#include "records/artefact.h"

namespace bridle::android::mounts {
namespace {

struct Row {
  FilePath mount_point;
  FilePath device;
  std::string_view file_system;
  std::string_view options;
  bool is_writable;
  bool is_system;
  std::string_view form;
};

constexpr std::array columns{
    column<&Row::mount_point>("Where it is mounted.").relation(Relation::on_disk),
    column<&Row::device>("What is mounted: a device, an image, a file system's name.")
        .relation(Relation::on_disk),
    column<&Row::file_system>("Type: ext4, erofs, overlay, tmpfs and others."),
    column<&Row::options>("Its options as printed."),
    column<&Row::is_writable>("Whether rw is among them."),
    column<&Row::is_system>(
        "Whether it is /, /system, /system_ext, /vendor, /product, /odm, /apex or below one of them."),
    column<&Row::form>("mount, proc_mounts or mountinfo: how the line was written."),
};
constexpr TableSchema schema =
    table<Row>("android_mounts", "One row per mount, as each source lists it.", columns);

constexpr std::string_view paths[] = {"androidqf/mounts.json", "bugreport/FS/proc/*/mountinfo",
                                      "dumpstate/mounts*"};

bool is_system(std::string_view path) {
  if (path == "/") return true;
  for (std::string_view part :
       {"/system", "/system_ext", "/vendor", "/product", "/odm", "/apex", "/system_dlkm", "/vendor_dlkm"})
    if (path == part || (path.starts_with(part) && path[part.size()] == '/')) return true;
  return false;
}

bool has_option(std::string_view options, std::string_view wanted) {
  while (!options.empty()) {
    auto option = options.substr(0, options.find(','));
    if (option == wanted) return true;
    options.remove_prefix(std::min(options.size(), option.size() + 1));
  }
  return false;
}

void add(Rows<Row>& out, const Locator& where, std::string_view device, std::string_view point,
         std::string_view type, std::string_view options, std::string_view form) {
  out.add(where, {.mount_point = {point},
                  .device = {device},
                  .file_system = type,
                  .options = options,
                  .is_writable = has_option(options, "rw"),
                  .is_system = is_system(point),
                  .form = form});
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!(text = trim(text)).empty()) {
    words.push_back(text.substr(0, text.find(' ')));
    text.remove_prefix(words.back().size());
  }
  return words;
}

// "/dev/x on /system type ext4 (ro,seclabel)", "/dev/x /system ext4 ro,seclabel 0 0", and
// "21 20 254:6 / /system ro,relatime shared:1 - ext4 /dev/x ro,seclabel".
bool read_line(Rows<Row>& out, const Locator& where, std::string_view line) {
  auto on = line.find(" on "), type = line.rfind(" type ");
  if (on != std::string_view::npos && type != std::string_view::npos && on < type) {
    auto rest = line.substr(type + 6);
    auto options =
        rest.find('(') == std::string_view::npos ? std::string_view{} : rest.substr(rest.find('(') + 1);
    if (options.ends_with(')')) options.remove_suffix(1);
    add(out, where, line.substr(0, on), line.substr(on + 4, type - on - 4),
        trim(rest.substr(0, rest.find('('))), options, "mount");
    return true;
  }
  auto words = words_of(line);
  if (auto dash = std::ranges::find(words, "-");
      dash != words.end() && words.size() >= 10 && words.end() - dash >= 4 && parse_integer(words[0])) {
    // The mount's own options decide whether it can be written through.
    auto inner = dash[3];
    inner.remove_prefix(inner == "rw" ? 2 : inner.starts_with("rw,") ? 3 : 0);
    std::string options = fmt::format("{}{}{}", words[5], inner.empty() ? "" : ",", inner);
    add(out, where, dash[2], words[4], dash[1],
        has_option(words[5], "ro") ? words[5] : std::string_view(options), "mountinfo");
    return true;
  }
  if (words.size() != 6 || !words[1].starts_with('/')) return false;
  add(out, where, words[0], words[1], words[2], words[3], "proc_mounts");
  return true;
}

Result<> extract(Input& in, Rows<Row>& out) {
  std::string_view text = TRY(in.text());
  Error unknown{Fault::malformed, "a mount of another form"};
  if (!in.entry().path.ends_with(".json")) {
    Lines lines(text, in.first_line());
    while (auto line = lines.next())
      if (!trim(line->text).empty() && !read_line(out, at_line(line->number), line->text))
        out.skip(at_line(line->number), unknown);
    return {};
  }
  JsonElements list(text);
  if (!list.is_list()) return fail(Fault::malformed, "the list of mounts is no JSON array");
  simdjson::dom::parser parser;
  while (auto one = list.next()) {
    Locator where = at_key(fmt::format("[{}]", one->index));
    simdjson::dom::element value;
    std::string_view line;
    bool is_text = parser.parse(one->text.data(), one->text.size()).get(value) == simdjson::SUCCESS &&
                   value.get(line) == simdjson::SUCCESS;
    if (!is_text || !read_line(out, where, trim(line))) out.skip(where, unknown);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.mounts",
    .title = "Mounted file systems",
    .source =
        "mount and /proc/mounts of AndroidQF; mountinfo of bug reports of Android 12 to 16; "
        "android-artifacts.md 2.13",
    .platform = Platform::android,
    .question = Question::device,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::mounts

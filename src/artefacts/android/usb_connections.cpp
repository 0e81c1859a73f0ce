#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::usb_connections {
namespace {

struct Row {
  std::string_view kind;
  std::optional<Time> time;
  std::optional<std::string_view> address;
  std::optional<std::string_view> vendor_id;
  std::optional<std::string_view> product_id;
  std::optional<std::string_view> manufacturer;
  std::optional<std::string_view> product;
  std::optional<std::string_view> serial_number;
  std::optional<std::string_view> classes;
  std::optional<bool> is_headset;
};

constexpr std::array columns{
    column<&Row::kind>(
        "attached: a device that hung on the phone when the dump was made; connected, removed; "
        "unread: connected, and its description could not be read; bad: connected, and "
        "refused; other for marks that are not known."),
    column<&Row::time>("When, UTC by the phone's clock, 1 ms steps; NULL for attached ones.")
        .event("usb_connection"),
    column<&Row::address>("Place on the bus: /dev/bus/usb/001/002."),
    column<&Row::vendor_id>("USB number of the maker, decimal, as the device gives it."),
    column<&Row::product_id>("USB number of the product, decimal."),
    column<&Row::manufacturer>("Name of the maker, as the device gives it; attached ones only."),
    column<&Row::product>("Name of the product; attached ones only."),
    column<&Row::serial_number>("Serial number; attached ones only, and only to privileged dumps."),
    column<&Row::classes>("USB classes of its interfaces, each once: 1 sound, 3 keyboards, mice and "
                          "touchpads, 8 storage, 14 video; attached ones only."),
    column<&Row::is_headset>("Whether the phone takes it for a headset."),
};
constexpr TableSchema schema = table<Row>(
    "android_usb_connections",
    "One row per device that was put to the phone's own USB host, and per one that hung there.", columns);

constexpr std::string_view paths[] = {"dumpsys/usb"};

std::string_view kind_of(std::string_view mode) {
  constexpr std::pair<std::string_view, std::string_view> kinds[] = {
      {"-1", "removed"}, {"0", "connected"}, {"1", "unread"}, {"2", "bad"}};
  for (auto [number, kind] : kinds)
    if (mode == number) return kind;
  return "other";
}

// One block "devices={ … }" or "connections={ … }" below host_manager.
class Block {
 public:
  void take(std::string_view path, std::string_view name, std::string_view value) {
    bool is_own = path.empty();
    auto set = [&](std::string_view key, std::optional<std::string_view>& field) {
      if (is_own && name == key && !value.empty() && value != "null") field = value;
    };
    set("name", row_.address);
    set("device_address", row_.address);
    set("vendor_id", row_.vendor_id);
    set("product_id", row_.product_id);
    set("manufacturer", row_.vendor_id);
    set("product", row_.product_id);
    set("manufacturer_name", row_.manufacturer);
    set("product_name", row_.product);
    set("serial_number", row_.serial_number);
    if (is_own && name == "mode") row_.kind = kind_of(value);
    if (is_own && name == "timestamp")
      if (auto ms = parse_integer(value)) row_.time = time_or_nothing(time_from_unix_ms(*ms));
    if (name == "class" && path.ends_with("interfaces") &&
        std::ranges::find(classes_, value) == classes_.end())
      classes_.push_back(value);
    if (path == "is_headset") row_.is_headset = row_.is_headset.value_or(false) || value == "true";
  }
  void add(Rows<Row>& out, std::int64_t line, bool is_connection) {
    if (row_.kind.empty()) row_.kind = is_connection ? "other" : "attached";
    std::string list = fmt::format("{}", fmt::join(classes_, " "));
    if (!list.empty()) row_.classes = list;
    out.add(at_line(line), row_);
  }

 private:
  Row row_;
  std::vector<std::string_view> classes_;
};

constexpr std::size_t deepest = 32;

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  std::vector<std::string_view> names;  // of the blocks around a line
  std::optional<Block> block;
  std::size_t depth = 0;  // of the block
  std::int64_t begins = 0, left_open = 0;
  auto path = [&] {
    std::string text;
    for (std::size_t i = depth; i < names.size(); ++i)
      text += (text.empty() ? "" : ".") + std::string(names[i]);
    return text;
  };
  auto close = [&] {
    if (block && names.size() == depth) {
      block->add(out, begins, names.back() == "connections");
      block.reset();
    }
    if (!names.empty()) names.pop_back();
  };
  while (auto line = lines.next()) {
    if (line->text == "}") {
      close();
      continue;
    }
    auto equals = line->text.find('=');
    if (equals == std::string_view::npos) continue;
    auto name = line->text.substr(0, equals), value = line->text.substr(equals + 1);
    if (value != "{") {
      if (block) block->take(path(), name, value);
      continue;
    }
    if (names.size() >= deepest)
      return fail(Fault::limit, "the dump has blocks in one another beyond reason");
    bool is_host = !names.empty() && names.back() == "host_manager";
    names.push_back(name);
    if (block || !is_host || (name != "devices" && name != "connections")) continue;
    block.emplace();
    depth = names.size();
    begins = line->number;
  }
  for (; !names.empty(); close()) left_open += 1;
  if (left_open > 0) in.note(fmt::format("blocks without their end: {}", left_open));
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.usb_connections",
    .title = "Devices on the phone's USB",
    .source = "dumpsys usb of Android 9 to 16 (AOSP UsbHostManager, DumpUtils); android-artifacts.md 5.8",
    .platform = Platform::android,
    .question = Question::device,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::usb_connections

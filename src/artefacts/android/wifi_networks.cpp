#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::wifi_networks {
namespace {

struct Row {
  std::optional<std::int64_t> network;
  std::string_view ssid;
  std::optional<std::string_view> bssid;
  std::optional<bool> is_hidden;
  std::optional<AppId> creator;
  std::optional<Time> created;
  std::optional<std::string_view> created_text;
  std::optional<std::string_view> last_connected_text;
  std::optional<std::string_view> proxy;
};

constexpr std::array columns{
    column<&Row::network>("Its number on the phone."),
    column<&Row::ssid>("Its name."),
    column<&Row::bssid>("Address of its access point, where one is set."),
    column<&Row::is_hidden>("Whether it hides its name."),
    column<&Row::creator>("The app that added it."),
    column<&Row::created>("When it was added, UTC by the phone's clock, where the moment is printed.")
        .event("wifi_network_added"),
    column<&Row::created_text>("When it was added, as printed: without a year."),
    column<&Row::last_connected_text>("When it was last used, as printed."),
    column<&Row::proxy>("Its proxy, as printed."),
};
constexpr TableSchema schema =
    table<Row>("android_wifi_networks", "One row per Wi-Fi network that the phone knows.", columns);

constexpr std::string_view paths[] = {"dumpsys/wifi"};

std::optional<std::string_view> rest_of(std::string_view text, std::string_view key) {
  auto at = text.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  auto value = trim(text.substr(at + key.size()));
  return value.empty() || value == "null" ? std::nullopt : std::optional(value);
}

void read(std::string_view text, Row& row) {
  if (auto name = dump_field(text, "cname")) row.creator = AppId{name->substr(0, name->find(':'))};
  if (auto millis = rest_of(text, "creation millis:"))
    if (auto number = parse_integer(millis->substr(0, millis->find(' '))))
      row.created = time_or_nothing(time_from_unix_ms(*number));
  if (auto time = rest_of(text, "creation time=")) row.created_text = time;
  if (auto time = rest_of(text, "lastConnected:")) row.last_connected_text = time;
  if (auto proxy = rest_of(text, "Proxy settings:"); proxy && *proxy != "NONE" && *proxy != "UNASSIGNED")
    row.proxy = proxy;
  if (auto proxy = rest_of(text, "HTTP proxy:")) row.proxy = proxy;
}

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  while (auto line = lines.next()) {
    auto text = line->text;
    if (text.starts_with("* ")) text = trim(text.substr(2));  // the one in use
    if (!text.starts_with("ID: ") || !text.contains(" SSID: ")) continue;
    Row row{.ssid = between(text, "SSID: \"", "\"").value_or(between(text, "SSID: ", " ").value_or(""))};
    if (auto number = parse_integer(between(text, "ID: ", " ").value_or(""))) row.network = *number;
    if (auto bssid = between(text, "BSSID: ", " "); bssid && *bssid != "null") row.bssid = *bssid;
    if (auto hidden = between(text, "HIDDEN: ", " ")) row.is_hidden = *hidden == "true";
    for (auto ahead = lines.peek(); ahead; ahead = lines.peek()) {
      auto next = ahead->text.starts_with("* ") ? trim(ahead->text.substr(2)) : ahead->text;
      if (next.starts_with("ID: ") || next.starts_with("WifiConfigManager -") || next.starts_with("Dump of "))
        break;
      read(lines.next()->text, row);
    }
    out.add(at_line(line->number), row);
  }
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.wifi_networks",
    .title = "Known Wi-Fi networks",
    .source = "dumpsys wifi of Android 5 to 16; android-artifacts.md 5.11",
    .platform = Platform::android,
    .question = Question::configuration,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::wifi_networks

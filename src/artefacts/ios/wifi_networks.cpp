#include <fmt/format.h>

#include <string>

#include "evidence/input.h"
#include "formats/plist_members.h"
#include "records/artefact.h"

namespace bridle::ios::wifi_networks {
namespace {

struct Row {
  std::string_view kind;
  std::string_view network;
  std::optional<std::string_view> access_point;
  std::optional<Time> added;
  std::optional<Time> joined_by_user;
  std::optional<Time> joined_by_system;
  std::optional<Time> last_associated;
  std::optional<Time> last_seen;
  std::optional<Time> updated;
  std::optional<std::int64_t> channel;
  std::optional<std::string_view> security;
  std::optional<bool> hidden;
  std::optional<bool> captive;
  std::optional<AppId> bundle_id;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>(
        "network: one row per known network; access_point: one of its stations that the phone used."),
    column<&Row::network>("Name of the network (SSID)."),
    column<&Row::access_point>("Address of the station (BSSID)."),
    column<&Row::added>("When the network was added, UTC by device clock.").event("wifi_added"),
    column<&Row::joined_by_user>("When the owner last joined it.").event("wifi_joined_by_user"),
    column<&Row::joined_by_system>("When the phone last joined it by itself.").event("wifi_joined"),
    column<&Row::last_associated>("access_point: when the phone was last connected to it.")
        .event("wifi_associated"),
    column<&Row::last_seen>("When it was last seen."),
    column<&Row::updated>("When the entry was last changed."),
    column<&Row::channel>("Its channel."),
    column<&Row::security>("How it is protected, as stored."),
    column<&Row::hidden>("Whether it hides its name."),
    column<&Row::captive>("Whether it shows a page of its own before it lets anyone in."),
    column<&Row::bundle_id>("The app that added it.").relation(Relation::mentioned),
    column<&Row::others>("Other texts, numbers and times of the entry, as JSON."),
};
constexpr TableSchema schema =
    table<Row>("ios_wifi_networks", "One row per known Wi-Fi network, and per station of one.", columns);

constexpr std::string_view paths[] = {
    "/private/var/preferences/com.apple.wifi.known-networks.plist",
    "/private/var/preferences/SystemConfiguration/com.apple.wifi.known-networks.plist",
    "/private/var/preferences/SystemConfiguration/com.apple.wifi.plist",
    "sysdiagnose/WiFi/com.apple.wifi.known-networks.plist",
    "sysdiagnose/WiFi/com.apple.wifi.plist",
};

std::optional<std::string_view> text_of(PlistValue value) {
  if (auto text = value.string()) return text;
  auto data = value.data();
  return data ? std::optional(as_text(*data)) : std::nullopt;
}

// What has a column of its own; secrets are not taken.
constexpr std::string_view taken[] = {"SSID",
                                      "SSID_STR",
                                      "BSSID",
                                      "AddedAt",
                                      "JoinedByUserAt",
                                      "JoinedBySystemAt",
                                      "lastJoined",
                                      "lastAutoJoined",
                                      "LastDiscoveredAt",
                                      "UpdatedAt",
                                      "lastUpdated",
                                      "Channel",
                                      "CHANNEL",
                                      "SupportedSecurityTypes",
                                      "Hidden",
                                      "HIDDEN_NETWORK",
                                      "BundleID",
                                      "addedBy"};

std::optional<Time> first_date(PlistValue entry, std::initializer_list<std::string_view> keys) {
  for (std::string_view key : keys)
    if (auto date = entry[key].date()) return date;
  return std::nullopt;
}

void add_network(PlistValue entry, std::string_view fallback, const Locator& where, Rows<Row>& out) {
  PlistValue detail = entry["__OSSpecific__"], captive = entry["CaptiveProfile"];
  std::string_view name = text_of(entry["SSID"]).value_or(entry["SSID_STR"].string().value_or(fallback));
  std::string others = other_members(entry, taken, 16'384, true);
  auto channel = entry["CHANNEL"].integer();
  Row row{.kind = "network",
          .network = name,
          .access_point = entry["BSSID"].string(),
          .added = first_date(entry, {"AddedAt"}),
          .joined_by_user = first_date(entry, {"JoinedByUserAt", "lastJoined"}),
          .joined_by_system = first_date(entry, {"JoinedBySystemAt", "lastAutoJoined"}),
          .last_seen = first_date(entry, {"LastDiscoveredAt"}),
          .updated = first_date(entry, {"UpdatedAt", "lastUpdated"}),
          .channel = channel ? channel : detail["CHANNEL"].integer(),
          .security = entry["SupportedSecurityTypes"].string(),
          .hidden = entry["Hidden"].boolean(),
          .captive = captive["CaptiveNetwork"].boolean()};
  if (!row.access_point) row.access_point = detail["BSSID"].string();
  if (auto app = entry["BundleID"].string()) row.bundle_id = AppId{*app};
  if (!others.empty()) row.others = Json{others};
  out.add(where, row);
  PlistValue stations = entry["BSSList"];
  for (std::size_t i = 0; i < stations.size(); ++i) {
    PlistValue station = stations.at(i);
    out.add({fmt::format("{}.BSSList[{}]", where.text, i)},
            {.kind = "access_point",
             .network = name,
             .access_point = station["BSSID"].string(),
             .last_associated = station["LastAssociatedAt"].date(),
             .channel = station["Channel"].integer()});
  }
}

Result<> extract(Input& in, Rows<Row>& out) {
  constexpr std::string_view prefix = "wifi.network.ssid.";
  PlistValue root = TRY(in.plist())->root();
  if (root.kind() != PlistKind::dictionary) return fail(Fault::malformed, "plist is no dictionary");
  for (std::size_t i = 0; i < root.size(); ++i) {
    if (!root.key(i).starts_with(prefix)) continue;
    Locator where = at_key(fmt::format("[{}]", i));
    if (root.at(i).kind() == PlistKind::dictionary)
      add_network(root.at(i), root.key(i).substr(prefix.size()), where, out);
    else
      out.skip(where, {Fault::malformed, "network is no dictionary"});
  }
  PlistValue list = root["List of known networks"];  // before iOS 14
  for (std::size_t i = 0; i < list.size(); ++i) {
    Locator where = at_key(fmt::format("List of known networks[{}]", i));
    if (list.at(i).kind() == PlistKind::dictionary)
      add_network(list.at(i), "", where, out);
    else
      out.skip(where, {Fault::malformed, "network is no dictionary"});
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.wifi_networks",
    .title = "Known Wi-Fi networks",
    .source =
        "com.apple.wifi.known-networks.plist of iOS 14 to 18 and com.apple.wifi.plist before; "
        "ios-artifacts.md "
        "4.16; checked on iOS 15.3 and 16.1",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::wifi_networks

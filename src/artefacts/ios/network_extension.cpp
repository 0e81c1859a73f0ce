#include <fmt/format.h>

#include <string>

#include "base/json.h"
#include "evidence/input.h"
#include "formats/keyed_archive.h"
#include "records/artefact.h"

namespace bridle::ios::network_extension {
namespace {

struct Row {
  std::string_view kinds;
  std::optional<Prose> name;
  std::optional<AppId> bundle_id;
  std::optional<AppId> provider;
  std::optional<Host> server;
  std::optional<bool> enabled;
  std::optional<std::string_view> identifier;
  std::optional<Json> settings;
};

constexpr std::array columns{
    column<&Row::kinds>(
        "What the configuration does, of: VPN, AlwaysOnVPN, AppVPN, ContentFilter, DNSProxy, DNSSettings, "
        "PathController, Relay; empty for none of them."),
    column<&Row::name>("Its name as shown."),
    column<&Row::bundle_id>("The app or profile that made it.").relation(Relation::installed),
    column<&Row::provider>("The extension that carries the traffic.").relation(Relation::installed),
    column<&Row::server>("The server that the traffic goes to.").relation(Relation::connected),
    column<&Row::enabled>("Whether it is switched on; NULL where the configuration does not say."),
    column<&Row::identifier>("Identifier of the configuration."),
    column<&Row::settings>(
        "Its texts, numbers and truths, as JSON by their names, at most 16 KiB; secrets are kept in "
        "the keychain, not here."),
};
constexpr TableSchema schema = table<Row>(
    "ios_network_extension",
    "One row per VPN, content filter, DNS setting and other configuration of the network.", columns);

constexpr std::string_view paths[] = {
    "/private/var/preferences/com.apple.networkextension.plist",
    "/private/var/preferences/SystemConfiguration/com.apple.networkextension.plist",
    "sysdiagnose/logs/Networking/com.apple.networkextension.plist",
};

constexpr std::string_view kinds[] = {"VPN",      "AlwaysOnVPN", "AppVPN",         "ContentFilter",
                                      "DNSProxy", "DNSSettings", "PathController", "Relay"};
constexpr std::size_t most_json = 16'384;
constexpr int most_levels = 8;

// The members of an object and of those below it, by name; circles end by the archive's own bound and by
// ours.
class Settings {
 public:
  void object(Resolved object, int level) {
    json_.object();
    bool is_dictionary = object.is_a("NSDictionary");
    std::size_t count = is_dictionary ? object.size() : object.value().size();
    for (std::size_t i = 0; i < count && json_.text().size() < most_json; ++i) {
      std::string_view key = is_dictionary ? object.key(i).string().value_or("") : object.value().key(i);
      if (key.empty() || key == "$class") continue;
      member(key, is_dictionary ? object.at(i) : object.member(i), level);
    }
    json_.end();
  }
  std::string take() { return json_.take(); }
  std::string server, provider;
  std::optional<bool> enabled;

 private:
  void member(std::string_view key, Resolved value, int level) {
    if (auto text = value.string()) {
      note(key, *text);
      json_.member(key, text->substr(0, 4096));
    } else if (auto truth = value.boolean()) {
      if (key == "Enabled" && !enabled) enabled = *truth;
      json_.member(key, *truth);
    } else if (auto number = value.integer()) {
      json_.member(key, *number);
    } else if (value.class_name() == "NSArray" || value.class_name() == "NSMutableArray") {
      json_.key(key).array();
      for (std::size_t i = 0; i < value.size() && json_.text().size() < most_json; ++i)
        element(value.at(i), level);
      json_.end();
    } else if (level < most_levels && value.value().kind() == PlistKind::dictionary) {
      json_.key(key);
      object(value, level + 1);
    }
  }
  void element(Resolved value, int level) {
    if (auto text = value.string())
      json_.value(text->substr(0, 4096));
    else if (level < most_levels && value.value().kind() == PlistKind::dictionary)
      object(value, level + 1);
  }
  void note(std::string_view key, std::string_view text) {
    if (server.empty() && (key == "ServerAddress" || key == "RemoteAddress")) server = std::string(text);
    bool names_provider =
        key == "ProviderBundleIdentifier" || key == "PluginType" || key == "NEProviderBundleIdentifier";
    if (provider.empty() && names_provider) provider = std::string(text);
  }
  JsonWriter json_{false};
};

void add(Resolved configuration, const Locator& where, Rows<Row>& out) {
  std::string does;
  for (std::string_view kind : kinds) {
    if (!configuration[kind]) continue;
    if (!does.empty()) does += ", ";
    does += kind;
  }
  Settings settings;
  settings.object(configuration, 0);
  std::string json = settings.take(), uuid = configuration["Identifier"].uuid().value_or("");
  Row row{.kinds = does, .enabled = settings.enabled, .settings = Json{json}};
  if (auto name = configuration["Name"].string()) row.name = Prose{*name};
  if (auto app = configuration["Application"].string()) row.bundle_id = AppId{*app};
  if (!settings.provider.empty()) row.provider = AppId{settings.provider};
  if (!settings.server.empty()) row.server = Host{settings.server};
  if (!uuid.empty()) row.identifier = uuid;
  out.add(where, row);
}

Result<> extract(Input& in, Rows<Row>& out) {
  auto archive = TRY(KeyedArchive::open(*TRY(in.plist())));
  for (std::uint64_t uid = 1; uid < archive.object_count(); ++uid) {
    Resolved object = archive.object(uid);
    if (object.class_name() == "NEConfiguration") add(object, at_key(fmt::format("$objects[{}]", uid)), out);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.network_extension",
    .title = "VPN, filters and DNS settings",
    .source = "com.apple.networkextension.plist of iOS 9 to 18; ios-artifacts.md 4.16",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::network_extension

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/json.h"
#include "base/sha256.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::applications {
namespace {

struct Row {
  std::optional<AppId> app_id;
  std::optional<AppId> listed_as;
  std::optional<Time> purchased;
  bool has_metadata;
  std::optional<std::string_view> item_name;
  std::optional<std::string_view> artist;
  std::optional<std::string_view> short_version;
  std::optional<std::string_view> version;
  std::optional<std::int64_t> item_id;
  std::optional<AppId> source_app;
  std::optional<Handle> apple_id;
  std::optional<std::int64_t> person_id;
  std::optional<bool> is_factory_install;
  std::optional<bool> is_auto_download;
  std::optional<bool> device_based_vpp;
  std::optional<Json> distributor;
  std::optional<Sha256Text> icon_sha256;
  std::optional<std::int64_t> sinf_bytes;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::app_id>("Bundle identifier as the metadata give it; NULL when they do not.")
        .relation(Relation::installed),
    column<&Row::listed_as>("Bundle identifier as the description of the backup lists the app; NULL in a "
                            "dump.")
        .relation(Relation::installed),
    column<&Row::purchased>("When the app was bought or first loaded, UTC by the clock of the store, 1 s "
                            "steps.")
        .event("app_installed"),
    column<&Row::has_metadata>("Whether there are metadata of the store: apps from elsewhere have none."),
    column<&Row::item_name>("Name of the app."),
    column<&Row::artist>("Its vendor."),
    column<&Row::short_version>("Version as shown."),
    column<&Row::version>("Version of the bundle."),
    column<&Row::item_id>("Number in the store."),
    column<&Row::source_app>("What installed it: com.apple.AppStore and others; NULL when unsaid.")
        .relation(Relation::installed),
    column<&Row::apple_id>("Account that it was bought with."),
    column<&Row::person_id>("Number of that account."),
    column<&Row::is_factory_install>("Whether it came with the phone."),
    column<&Row::is_auto_download>("Whether it came because another device of the account has it."),
    column<&Row::device_based_vpp>("Whether an organisation assigned it to the device."),
    column<&Row::distributor>("distributorInfo of another marketplace, as JSON."),
    column<&Row::icon_sha256>("SHA-256 of PlaceholderIcon."),
    column<&Row::sinf_bytes>("Size of ApplicationSINF (copy protection of the store), in bytes; NULL for "
                             "none."),
    column<&Row::others>("The other metadata as JSON; data as its size and SHA-256."),
};
constexpr TableSchema schema = table<Row>(
    "ios_applications", "One row per app with metadata of the store, or listed without them.", columns);

constexpr std::string_view paths[] = {
    "ios_backup/Info.plist",
    "/private/var/containers/Bundle/Application/*/iTunesMetadata.plist",
};

constexpr std::string_view download_info = "com.apple.iTunesStore.downloadInfo";

std::optional<bool> truth(PlistValue value) {
  if (auto number = value.integer()) return *number != 0;
  return value.boolean();
}

// The store writes text in UTC; some versions write a date.
std::optional<Time> moment(PlistValue value) {
  if (auto date = value.date()) return date;
  auto text = value.string();
  return text ? time_or_nothing(time_from_iso8601(*text)) : std::nullopt;
}

bool has_own_column(std::string_view key) {
  constexpr std::string_view keys[] = {
      "softwareVersionBundleId", "itemName",       "artistName",     "bundleShortVersionString",
      "bundleVersion",           "itemId",         "sourceApp",      "isFactoryInstall",
      "is-auto-download",        "DeviceBasedVPP", "distributorInfo"};
  return std::ranges::find(keys, key) != std::end(keys);
}

// Receipts and icons would fill the case; their size and hash identify them as well.
std::string others_of(PlistValue metadata) {
  JsonWriter json(false);
  json.object();
  bool any = false;
  for (std::size_t i = 0; i < metadata.size(); ++i) {
    if (has_own_column(metadata.key(i))) continue;
    json.key(metadata.key(i));
    if (auto data = metadata.at(i).data())
      json.object()
          .member("bytes", static_cast<std::uint64_t>(data->size()))
          .member("sha256", to_hex(sha256(*data)))
          .end();
    else
      json.raw(to_json(metadata.at(i)));
    any = true;
  }
  return any ? json.end().take() : std::string();
}

template <class T>
std::optional<T> text_of(PlistValue value) {
  auto text = value.string();
  return text && !text->empty() ? std::optional(T{*text}) : std::nullopt;
}

struct Texts {
  std::string distributor, others;
};

void read_metadata(PlistValue metadata, Row& row, Texts& texts) {
  PlistValue download = metadata[download_info], account = download["accountInfo"];
  row.has_metadata = true;
  row.app_id = text_of<AppId>(metadata["softwareVersionBundleId"]);
  row.purchased = moment(download["purchaseDate"]);
  row.item_name = text_of<std::string_view>(metadata["itemName"]);
  row.artist = text_of<std::string_view>(metadata["artistName"]);
  row.short_version = text_of<std::string_view>(metadata["bundleShortVersionString"]);
  row.version = text_of<std::string_view>(metadata["bundleVersion"]);
  row.item_id = metadata["itemId"].integer();
  row.source_app = text_of<AppId>(metadata["sourceApp"]);
  row.apple_id = text_of<Handle>(account["AppleID"]);
  row.person_id = account["DSPersonID"].integer();
  row.is_factory_install = truth(metadata["isFactoryInstall"]);
  row.is_auto_download = truth(metadata["is-auto-download"]);
  row.device_based_vpp = truth(metadata["DeviceBasedVPP"]);
  if (metadata["distributorInfo"]) {
    texts.distributor = to_json(metadata["distributorInfo"]);
    row.distributor = Json{texts.distributor};
  }
  texts.others = others_of(metadata);
  if (!texts.others.empty()) row.others = Json{texts.others};
}

// Damaged metadata cost what they say, not the app.
void add_listed(std::string_view app_id, PlistValue app, const Locator& where, Rows<Row>& out) {
  Row row{.listed_as = AppId{app_id}};
  std::string icon;
  Texts texts;
  if (auto data = app["PlaceholderIcon"].data()) row.icon_sha256 = Sha256Text{icon = to_hex(sha256(*data))};
  if (auto data = app["ApplicationSINF"].data()) row.sinf_bytes = static_cast<std::int64_t>(data->size());
  auto data = app["iTunesMetadata"].data();
  if (!data) return out.add(where, row);
  auto metadata = Plist::parse(*data);
  if (metadata && metadata->root().kind() == PlistKind::dictionary) {
    read_metadata(metadata->root(), row, texts);
    return out.add(where, row);
  }
  out.skip(where, metadata ? Error{Fault::malformed, "metadata are no dictionary"} : metadata.error());
  out.add(where, row);
}

Result<> extract(Input& in, Rows<Row>& out) {
  PlistValue root = TRY(in.plist())->root();
  if (root.kind() != PlistKind::dictionary) return fail(Fault::malformed, "plist is no dictionary");
  if (!in.entry().path.starts_with("ios_backup/")) {
    Row row{};
    Texts texts;
    read_metadata(root, row, texts);
    out.add(whole_file(), row);
    return {};
  }
  PlistValue apps = root["Applications"];
  if (apps.kind() != PlistKind::dictionary)
    in.note("the description of the backup holds no metadata of apps");
  for (std::size_t i = 0; i < apps.size() && apps.kind() == PlistKind::dictionary; ++i)
    add_listed(apps.key(i), apps.at(i), at_key(fmt::format("Applications[{}]", i)), out);
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.applications",
    .title = "Apps of the owner",
    .source = "iTunesMetadata.plist of iOS 9 to 18, in a backup inside Info.plist; ios-artifacts.md 2.3",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::applications

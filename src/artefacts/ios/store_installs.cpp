#include "evidence/input.h"
#include "formats/keyed_archive.h"
#include "records/artefact.h"

namespace bridle::ios::store_installs {
namespace {

struct Row {
  std::string_view kind;
  std::optional<AppId> bundle_id;
  std::optional<Prose> app_name;
  std::optional<std::string_view> version;
  std::optional<Time> time;
  std::optional<Time> finished;
  std::optional<AppId> client;
  std::optional<std::string_view> vendor;
  std::optional<Email> apple_id;
  std::optional<std::int64_t> item_id;
  std::optional<std::int64_t> source_type;
  std::optional<std::int64_t> automatic_type;
  std::optional<std::int64_t> phase;
  std::optional<bool> profile_validated;
  std::optional<bool> by_organisation;
  std::optional<Url> package_url;
  std::optional<FilePath> bundle_path;
  std::optional<Prose> store_name;
  std::optional<std::string_view> short_version;
  std::optional<Time> purchased;
  std::optional<AppId> source_app;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>(
        "install: an installation; package: what was downloaded for one; update: an app with an update; "
        "beta: a test version; current, purchased: apps that the store's account knows."),
    column<&Row::bundle_id>("Bundle identifier of the app.").relation(Relation::installed),
    column<&Row::app_name>("Name of the app."),
    column<&Row::version>("Its version."),
    column<&Row::time>("When the row was made or the app installed, UTC by device clock.").event("app_store"),
    column<&Row::finished>("install: when it was finished; NULL before iOS 17.").event("app_installed"),
    column<&Row::client>("install: which app or service asked for it; com.apple.AppStore for the owner."),
    column<&Row::vendor>("Who makes the app."),
    column<&Row::apple_id>(
        "The account that it was installed with, else the one that the store's description names."),
    column<&Row::item_id>("Number of the app in the store; 0 or NULL for apps that are not from it."),
    column<&Row::source_type>("install: where it came from, as stored."),
    column<&Row::automatic_type>("install: whether the phone did it by itself, as stored."),
    column<&Row::phase>("install: how far it came, as stored."),
    column<&Row::profile_validated>(
        "update: whether a provisioning profile vouches for the app instead of the store."),
    column<&Row::by_organisation>("install: whether an organisation gave it to the device."),
    column<&Row::package_url>("package: where it was downloaded from.").relation(Relation::connected),
    column<&Row::bundle_path>("install: where the app was put.").relation(Relation::installed),
    column<&Row::store_name>("install: name of the app in the store, by the store's own description of it."),
    column<&Row::short_version>("install: the version that the owner sees, from the same."),
    column<&Row::purchased>("install: when an account got the app, UTC by the store's clock, from the same.")
        .event("app_purchased"),
    column<&Row::source_app>("install: which app the owner got it with, from the same."),
    column<&Row::others>("All other columns that are neither NULL, 0 nor empty, as JSON; blobs as base64."),
};
constexpr TableSchema schema =
    table<Row>("ios_store_installs",
               "One row per installation, download, update and app that the store knows.", columns);

constexpr std::string_view paths[] = {
    "/private/var/containers/Data/System/*/Documents/Persistence/storeSystem.db",
    "/private/var/mobile/Library/Caches/com.apple.appstored/storeUser.db",
    "sysdiagnose/logs/appinstallation/appstored.sqlitedb",
    "sysdiagnose/logs/appinstallation/AppUpdates.sqlitedb",
};

struct Source {
  std::string_view table, kind;
};
constexpr Source sources[] = {
    {"app_install", "install"},
    {"app_package", "package"},
    {"app_updates", "update"},
    {"mapi_app_update", "update"},
    {"beta_app_info", "beta"},
    {"current_apps", "current"},
    {"purchase_history_apps", "purchased"},
};

// "file:///private/var/…/Roblox.app/" as a path.
std::optional<FilePath> local_path(std::optional<std::string_view> url) {
  if (!url || !url->starts_with("file:///")) return std::nullopt;
  std::string_view path = url->substr(7);
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return FilePath{path};
}

// What the store says of an app: a keyed archive of one object, MIStoreMetadata. Source: seen in iOS 16.1.
void describe(const Plist& store, Row& row) {
  auto archive = KeyedArchive::open(store);
  if (!archive) return;
  Resolved app = archive->root();
  if (auto account = app["appleID"].string(); account && !row.apple_id) row.apple_id = Email{*account};
  if (auto name = app["itemName"].string()) row.store_name = Prose{*name};
  row.short_version = app["bundleShortVersionString"].string();
  if (auto moment = app["purchaseDate"].string()) row.purchased = time_or_nothing(time_from_iso8601(*moment));
  if (auto source = app["sourceApp"].string()) row.source_app = AppId{*source};
}

Result<> name_parent(NamedRows& rows, SideTable& installs, Row& row) {
  auto parent = rows.integer("parent_id");
  if (!parent) return {};
  TRY(installs.seek(*parent));
  row.bundle_id = installs.text<AppId>(0);
  row.app_name = installs.text<Prose>(1);
  if (!row.bundle_id) rows.give_back("parent_id");
  return {};
}

Result<> read_table(const SqliteView& db, const Source& source, SideTable& installs, Rows<Row>& out) {
  auto rows = TRY(NamedRows::open(db, source.table));
  while (TRY(rows.step())) {
    Row row{.kind = source.kind,
            .bundle_id = rows.filled<AppId>("bundle_id"),
            .app_name = rows.filled<Prose>("bundle_name"),
            .version = rows.text("bundle_version"),
            .time = rows.time("timestamp", time_from_cocoa_seconds),
            .finished = rows.time("install_finished_timestamp", time_from_cocoa_seconds),
            .client = rows.filled<AppId>("client_id"),
            .vendor = rows.text("vendor_name"),
            .apple_id = rows.filled<Email>("apple_id"),
            .item_id = rows.integer("item_id"),
            .source_type = rows.integer("source_type"),
            .automatic_type = rows.integer("automatic_type"),
            .phase = rows.integer("phase"),
            .profile_validated = rows.boolean("is_profile_validated"),
            .by_organisation = rows.boolean("device_based_vpp"),
            .package_url = rows.filled<Url>("package_url"),
            .bundle_path = local_path(rows.text("bundle_url"))};
    if (!row.time) row.time = rows.time("install_date", time_from_cocoa_seconds);
    if (source.kind == "package") TRY(name_parent(rows, installs, row));
    auto store = Plist::parse(rows.blob("store_metadata").value_or(Bytes{}));
    if (store) describe(*store, row);
    rows.give_back("store_metadata");  // it says more than has columns
    (void)rows.integer("pid");
    row.others = rows.others<Json>();
    out.add(at_row(source.table, rows.rowid()), row);
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  auto installs = TRY(SideTable::open(db, "app_install", "pid", {"bundle_id", "bundle_name"}));
  bool any = false;
  for (const Source& source : sources) {
    if (!db.has_table(source.table)) continue;
    any = true;
    TRY(read_table(db, source, installs, out));
  }
  if (!any) return fail(Fault::unsupported, "the database has none of the tables of the store that are read");
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.store_installs",
    .title = "Installations by the store",
    .source =
        "storeSystem.db and storeUser.db of iOS 13 to 18; ios-artifacts.md 4.13; checked on iOS 16.1 and "
        "17.3",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::store_installs

#include <map>
#include <string>

#include "base/json.h"
#include "evidence/input.h"
#include "formats/keyed_archive.h"
#include "records/artefact.h"

namespace bridle::ios::application_state {
namespace {

struct Row {
  AppId bundle_id;
  std::optional<FilePath> bundle_path;
  std::optional<FilePath> sandbox_path;
  std::optional<Json> keys;
};

constexpr std::array columns{
    column<&Row::bundle_id>("Bundle identifier of the app; removed ones stay for a while.")
        .relation(Relation::installed),
    column<&Row::bundle_path>("Where the app lies or lay.").relation(Relation::installed),
    column<&Row::sandbox_path>("Where its data lie or lay.").relation(Relation::installed),
    column<&Row::keys>("What else is kept of it: names of the entries, as a JSON array."),
};
constexpr TableSchema schema =
    table<Row>("ios_application_state", "One row per app that the home screen knows or knew.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Library/FrontBoard/applicationState.db"};

struct App {
  std::string name, bundle_path, sandbox_path;
  std::vector<std::string> keys;
};

// A property list, often inside the data of another, often a keyed archive: its members by name.
class Info {
 public:
  bool open(Bytes bytes) {
    auto outer = Plist::parse(bytes);
    if (!outer) return false;
    outer_ = std::move(*outer);
    plist_ = &outer_;
    if (auto data = outer_.root().data()) {
      auto inner = Plist::parse(*data);
      if (!inner) return false;
      inner_ = std::move(*inner);
      plist_ = &inner_;
    }
    return true;
  }
  std::string text(std::string_view key) const {
    if (auto archive = KeyedArchive::open(*plist_)) {
      Resolved root = archive->root();
      auto value = root[key].string();
      if (!value) value = root.find(key).string();
      return std::string(value.value_or(""));
    }
    return std::string(plist_->root()[key].string().value_or(""));
  }

 private:
  Plist outer_, inner_;
  const Plist* plist_ = nullptr;
};

Result<std::map<std::int64_t, App>> read_apps(const SqliteView& db) {
  TRY(db.require("application_identifier_tab", {"id", "application_identifier"}));
  std::map<std::int64_t, App> apps;
  auto rows = TRY(db.scan("application_identifier_tab", {"id", "application_identifier"}));
  while (TRY(rows.step()))
    if (auto id = rows.row().integer(0)) apps[*id].name = std::string(rows.row().text(1).value_or(""));
  return apps;
}

Result<> read_values(const SqliteView& db, std::map<std::int64_t, App>& apps, Rows<Row>& out) {
  TRY(db.require("kvs", {"application_identifier", "key", "value"}));
  auto keys = TRY(SideTable::open(db, "key_tab", "id", {"key"}));
  auto rows = TRY(db.scan("kvs", {"application_identifier", "key", "value"}));
  while (TRY(rows.step())) {
    auto app = apps.find(rows.row().integer(0).value_or(-1));
    if (app == apps.end()) {
      out.skip(at_row("kvs", rows.rowid().value_or(0)),
               {Fault::absent, "the value of an app that has no row"});
      continue;
    }
    TRY(keys.seek(rows.row().integer(1).value_or(-1)));
    std::string key(keys.text(0).value_or("?"));
    if (key == "compatibilityInfo") {
      Info info;
      auto value = rows.row().blob(2);
      if (value && info.open(*value)) {
        app->second.bundle_path = info.text("bundlePath");
        app->second.sandbox_path = info.text("sandboxPath");
      } else {
        out.skip(at_row("kvs", rows.rowid().value_or(0)),
                 {Fault::malformed, "compatibilityInfo is no property list"});
      }
    }
    if (app->second.keys.size() < 64) app->second.keys.push_back(std::move(key));
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  auto apps = TRY(read_apps(db));
  TRY(read_values(db, apps, out));
  for (const auto& [id, app] : apps) {
    Row row{.bundle_id = AppId{app.name}};
    if (!app.bundle_path.empty()) row.bundle_path = FilePath{app.bundle_path};
    if (!app.sandbox_path.empty()) row.sandbox_path = FilePath{app.sandbox_path};
    JsonWriter json(false);
    json.array();
    for (const std::string& key : app.keys) json.value(key);
    std::string keys = json.end().take();
    if (!app.keys.empty()) row.keys = Json{keys};
    out.add(at_row("application_identifier_tab", id), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.application_state",
    .title = "Apps that the home screen knows",
    .source = "applicationState.db of iOS 9 to 18; ios-artifacts.md 4.13",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .in_dumps = Presence::usual,
};

}  // namespace bridle::ios::application_state

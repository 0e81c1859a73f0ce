#include <fmt/format.h>

#include <vector>

#include "base/json.h"
#include "base/sha256.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::backup_info {
namespace {

struct Row {
  std::string_view key;
  std::optional<std::string_view> value;
  std::optional<AppId> app_id;
  std::optional<Time> backed_up;
};

constexpr std::array columns{
    column<&Row::key>("Key in Info.plist: Product Version, Serial Number, IMEI, Phone Number and others."),
    column<&Row::value>("Its value: text and dates as they are, everything else as JSON, in which embedded "
                        "data is its size and "
                        "SHA-256; of iTunes Files the names only; NULL where app_id says it."),
    column<&Row::app_id>(
        "Bundle identifier, in the rows of Installed Applications (apps of the owner) and Applications "
        "(apps with purchase data).")
        .relation(Relation::installed),
    column<&Row::backed_up>(
        "Last Backup Date, UTC by the clock of the computer that made the backup, 1 s steps; NULL "
        "for other keys.")
        .event("backup"),
};
constexpr TableSchema schema =
    table<Row>("ios_backup_info",
               "One row per key of the backup's description, and one per app that it names.", columns);

constexpr std::string_view paths[] = {"ios_backup/Info.plist"};

void write(JsonWriter& out, PlistValue value);

void write_entries(JsonWriter& out, PlistValue value) {
  bool is_object = value.kind() == PlistKind::dictionary;
  if (is_object)
    out.object();
  else
    out.array();
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (is_object) out.key(value.key(i));
    write(out, value.at(i));
  }
  out.end();
}

// Icons, signatures and settings files would fill the case; their size and hash identify them as well.
void write(JsonWriter& out, PlistValue value) {
  if (value.kind() == PlistKind::dictionary || value.kind() == PlistKind::array)
    return write_entries(out, value);
  auto data = value.data();
  if (!data) {
    out.raw(to_json(value));
    return;
  }
  out.object().member("bytes", static_cast<std::uint64_t>(data->size()));
  out.member("sha256", to_hex(sha256(*data))).end();
}

std::string printed(PlistValue value) {
  if (auto text = value.string()) return std::string(*text);
  if (auto date = value.date()) return to_iso8601(*date);
  JsonWriter out(false);
  write(out, value);
  return out.take();
}

std::string names(PlistValue dictionary) {
  JsonWriter out(false);
  out.array();
  for (std::size_t i = 0; i < dictionary.size(); ++i) out.value(dictionary.key(i));
  return out.end().take();
}

void add_installed(std::string_view key, PlistValue apps, Rows<Row>& out) {
  for (std::size_t i = 0; i < apps.size(); ++i) {
    Locator where = at_key(fmt::format("{}[{}]", key, i));
    if (auto app = apps.at(i).string())
      out.add(where, {.key = key, .app_id = AppId{*app}});
    else
      out.skip(where, {Fault::malformed, "bundle identifier is no text"});
  }
}

Result<> extract(Input& in, Rows<Row>& out) {
  PlistValue info = TRY(in.plist())->root();
  if (info.kind() != PlistKind::dictionary) return fail(Fault::malformed, "Info.plist is no dictionary");
  for (std::size_t i = 0; i < info.size(); ++i) {
    std::string_view key = info.key(i);
    PlistValue value = info.at(i);
    bool is_dictionary = value.kind() == PlistKind::dictionary;
    if (key == "Installed Applications" && value.kind() == PlistKind::array) {
      add_installed(key, value, out);
    } else if (key == "Applications" && is_dictionary) {
      for (std::size_t app = 0; app < value.size(); ++app)
        out.add(at_key(fmt::format("{}[{}]", key, app)), {.key = key, .app_id = AppId{value.key(app)}});
    } else {
      std::string text = key == "iTunes Files" && is_dictionary ? names(value) : printed(value);
      out.add(
          at_key(key),
          {.key = key, .value = text, .backed_up = key == "Last Backup Date" ? value.date() : std::nullopt});
    }
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.backup_info",
    .title = "Description of the backup",
    .source =
        "Info.plist beside the backup, as iTunes, Finder and libimobiledevice write it; ios-artifacts.md 1.2",
    .platform = Platform::ios,
    .question = Question::device,
    .presence = Presence::always,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::backup_info

#include <string>

#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::http_storages {
namespace {

struct Row {
  std::string_view owner;
  std::string_view stored_in;
  std::optional<Host> host;
  std::optional<Url> url;
  std::optional<Json> content;
};

constexpr std::array columns{
    column<&Row::owner>(
        "The folder of the store: the app or service that reached the host. The process that a row is of "
        "is that one."),
    column<&Row::stored_in>("Table of the database."),
    column<&Row::host>(
        "A host that it reached, from a column whose name speaks of hosts, domains or origins.")
        .relation(Relation::connected),
    column<&Row::url>("An address, from such a column.").relation(Relation::connected),
    column<&Row::content>("All other columns that are neither NULL, 0 nor empty, as JSON; blobs as base64."),
};
constexpr TableSchema schema =
    table<Row>("ios_http_storages",
               "One row per entry of what apps and services keep of the hosts that they reached.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/HTTPStorages/*/httpstorages.sqlite",
    "/private/var/root/Library/HTTPStorages/*/httpstorages.sqlite",
    "/private/var/wireless/Library/HTTPStorages/*/httpstorages.sqlite",
    "/private/var/mobile/Containers/**/Library/HTTPStorages/*/httpstorages.sqlite",
    "/private/var/containers/**/Library/HTTPStorages/*/httpstorages.sqlite",
};

std::string_view folder_of(std::string_view path) {
  path = path.substr(0, path.rfind('/'));
  return path.substr(path.rfind('/') + 1);
}

// The schema is not published and changes: names of columns tell what they hold.
std::vector<std::string> host_columns(const SqliteView& db, const std::string& table) {
  std::vector<std::string> found;
  for (const std::string& column : db.columns(table)) {
    std::string name = to_lower_ascii(column);
    for (std::string_view part : {"host", "domain", "origin", "url"})
      if (name.contains(part)) {
        found.push_back(column);
        break;
      }
  }
  return found;
}

void use_text(std::string_view text, Row& row) {
  if (text.contains("://")) {
    if (!row.url) row.url = Url{text};
  } else if (!row.host && !text.empty()) {
    row.host = Host{text};
  }
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  std::string_view owner = folder_of(in.entry().path);
  for (const std::string& table : db.tables()) {
    if (table.starts_with("sqlite_")) continue;
    auto hosts = host_columns(db, table);
    auto rows = TRY(NamedRows::open(db, table));
    while (TRY(rows.step())) {
      Row row{.owner = owner, .stored_in = table};
      for (const std::string& column : hosts)
        if (auto text = rows.text(column)) use_text(*text, row);
      row.content = rows.others<Json>();
      if (row.host || row.url || row.content) out.add(at_row(table, rows.rowid()), row);
    }
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.http_storages",
    .title = "Hosts that apps and services reached",
    .source = "httpstorages.sqlite of iOS 15 to 18, by the names of its columns; ios-artifacts.md 4.14",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .in_dumps = Presence::usual,
};

}  // namespace bridle::ios::http_storages

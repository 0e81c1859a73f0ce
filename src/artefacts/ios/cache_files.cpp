#include <string>

#include "base/json.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::cache_files {
namespace {

struct Row {
  std::int64_t entry_id;
  std::optional<Time> time;
  std::optional<Url> url;
  std::optional<Url> response_url;
  std::string_view cache;
  std::optional<std::string_view> method;
  std::optional<std::int64_t> http_status;
  std::optional<std::string_view> mime_type;
  std::optional<std::string_view> server;
  std::optional<Url> redirected_to;
  std::optional<Json> response_headers;
  std::optional<Json> request_headers;
  std::optional<std::int64_t> body_bytes;
  std::optional<std::string_view> body_file;
  std::optional<std::string_view> partition;
  std::optional<std::int64_t> version;
  std::optional<std::int64_t> hash_value;
  std::optional<std::int64_t> storage_policy;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::entry_id>("Identifier within this database, counted up and never used twice."),
    column<&Row::time>("When the answer was stored, UTC by device clock, 1 s steps.").event("cache_response"),
    column<&Row::url>("Address that was asked for.").relation(Relation::loaded),
    column<&Row::response_url>("Address that answered, when it is another.").relation(Relation::loaded),
    column<&Row::cache>("Folder of the cache: the app or daemon that asked."),
    column<&Row::method>("GET, POST and others; NULL when the request is not stored."),
    column<&Row::http_status>("Status of the answer: 200, 302 and others."),
    column<&Row::mime_type>("Media type of the answer."),
    column<&Row::server>("Header Server."),
    column<&Row::redirected_to>("Header Location.").relation(Relation::loaded),
    column<&Row::response_headers>("All headers of the answer, as JSON."),
    column<&Row::request_headers>("All headers of the request, as JSON."),
    column<&Row::body_bytes>("Size of the stored body in bytes; NULL when it lies in a file of its own."),
    column<&Row::body_file>("Name of that file below fsCachedData."),
    column<&Row::partition>("Site that the answer was loaded under, where caches are kept apart by site."),
    column<&Row::version>("As stored."),
    column<&Row::hash_value>("Hash of the address, as stored."),
    column<&Row::storage_policy>("0 allowed, 1 in memory only, 2 not allowed."),
    column<&Row::others>("All other columns that are neither NULL, 0 nor empty, as JSON."),
};
constexpr TableSchema schema =
    table<Row>("ios_cache_files", "One row per answer of a server that an app or daemon kept.", columns);

constexpr std::string_view paths[] = {"/private/var/**/Cache.db"};

// "2024-01-11 23:13:37", UTC.
std::optional<Time> moment(std::string_view text) {
  if (text.size() != 19 || text[10] != ' ') return std::nullopt;
  std::string iso(text);
  iso[10] = 'T';
  return time_or_nothing(time_from_iso8601(iso + 'Z'));
}

std::string_view folder_of(std::string_view path) {
  path = path.substr(0, path.rfind('/'));
  return path.substr(path.rfind('/') + 1);
}

// A request or an answer: an array whose places are told by their kinds, for they moved between versions.
struct Message {
  std::optional<Plist> plist;
  PlistValue headers, before_headers;
  std::optional<std::string_view> url, last_text;
  std::string headers_json;

  static Message read(const Query& row, int column, const Locator& where, Rows<Row>& out);
};

// One header repeats all others in an encoding of its own.
std::string headers_as_json(PlistValue headers) {
  JsonWriter json(false);
  json.object();
  for (std::size_t i = 0; i < headers.size(); ++i)
    if (headers.key(i) != "__hhaa__") json.key(headers.key(i)).raw(to_json(headers.at(i)));
  return json.end().take();
}

Message Message::read(const Query& row, int column, const Locator& where, Rows<Row>& out) {
  Message message;
  auto blob = row.blob(column);
  if (!blob || blob->empty()) return message;
  auto plist = Plist::parse(*blob);
  if (!plist) {
    out.skip(where, plist.error());
    return message;
  }
  message.plist = std::move(*plist);
  PlistValue items = message.plist->root()["Array"];
  for (std::size_t i = 0; i < items.size(); ++i) {
    PlistValue item = items.at(i);
    auto url = item["_CFURLString"].string();
    if (url && !message.url) message.url = url;
    if (auto text = item.string()) message.last_text = text;
    if (item.kind() != PlistKind::dictionary || url || message.headers) continue;
    message.headers = item;
    message.before_headers = items.at(i - 1);
    message.headers_json = headers_as_json(item);
  }
  return message;
}

void use_response(const Message& response, Row& row) {
  if (response.url && (!row.url || row.url->text != *response.url)) row.response_url = Url{*response.url};
  row.http_status = response.before_headers.integer();
  row.mime_type = response.last_text;
  row.server = response.headers["Server"].string();
  if (auto location = response.headers["Location"].string()) row.redirected_to = Url{*location};
  if (!response.headers_json.empty()) row.response_headers = Json{response.headers_json};
}

void use_request(const Message& request, Row& row) {
  row.method = request.before_headers.string();
  if (!request.headers_json.empty()) row.request_headers = Json{request.headers_json};
}

// One row of a table by its key. Damage there costs that row only.
Result<bool> turn_to(std::optional<Query>& query, std::int64_t key) {
  if (!query) return false;
  TRY(query->rewind(std::array{SqliteValue{key}}));
  auto found = query->step();
  if (!found && found.error().fault == Fault::limit) return std::unexpected(found.error());
  return found.value_or(false);
}

Result<std::optional<Query>> prepared(const SqliteView& db, std::string_view table, std::string_view column,
                                      std::string_view sql) {
  if (!db.has_column(table, "entry_ID") || !db.has_column(table, column)) return std::nullopt;
  return std::optional(TRY(db.query(sql, {SqliteValue{std::int64_t{0}}})));
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("cfurl_cache_response", {"entry_ID", "request_key", "time_stamp"}));
  auto messages =
      TRY(prepared(db, "cfurl_cache_blob_data", "request_object",
                   "SELECT response_object, request_object FROM cfurl_cache_blob_data WHERE entry_ID = ?"));
  auto bodies = TRY(prepared(db, "cfurl_cache_receiver_data", "isDataOnFS",
                             "SELECT isDataOnFS, length(receiver_data), CASE WHEN isDataOnFS THEN "
                             "receiver_data END FROM cfurl_cache_receiver_data WHERE entry_ID = ?"));
  auto rows = TRY(NamedRows::open(db, "cfurl_cache_response"));
  while (TRY(rows.step())) {
    Row row{.entry_id = rows.integer("entry_ID").value_or(rows.rowid()),
            .url = rows.text<Url>("request_key"),
            .cache = folder_of(in.entry().path),
            .partition = rows.text("partition"),
            .version = rows.integer("version"),
            .hash_value = rows.integer("hash_value"),
            .storage_policy = rows.integer("storage_policy")};
    Locator where = at_row("cfurl_cache_response", row.entry_id);
    row.time = moment(rows.text("time_stamp").value_or(""));
    if (!row.time) rows.give_back("time_stamp");
    row.others = rows.others<Json>();
    Message response, request;
    if (TRY(turn_to(messages, row.entry_id))) {
      response = Message::read(*messages, 0, where, out);
      request = Message::read(*messages, 1, where, out);
      use_response(response, row);
      use_request(request, row);
    }
    if (TRY(turn_to(bodies, row.entry_id))) {
      if (bodies->integer(0).value_or(0) != 0)
        row.body_file = bodies->text(2);
      else
        row.body_bytes = bodies->integer(1);
    }
    out.add(where, row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.cache_files",
    .title = "Cached answers of servers",
    .source =
        "Cache.db (CFURLCache) of iOS 8 to 18; ios-artifacts.md 2.2; the places of status and method "
        "checked on two phones",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .in_dumps = Presence::always,
};

}  // namespace bridle::ios::cache_files

#include <string>

#include "base/json.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::knowledge_c {
namespace {

struct Row {
  std::string_view stream;
  std::optional<Time> started;
  std::optional<Time> ended;
  std::optional<Time> created;
  std::optional<AppId> bundle_id;
  std::optional<AppId> installed_app;
  std::optional<Url> url;
  std::optional<Prose> value;
  std::optional<std::int64_t> number;
  std::optional<double> real;
  std::optional<AppId> source_bundle;
  std::optional<std::string_view> device;
  std::optional<std::int64_t> utc_offset_seconds;
  std::optional<std::string_view> uuid;
  std::optional<Json> metadata;
};

constexpr std::array columns{
    column<&Row::stream>(
        "What the event is of: /app/inFocus, /app/install, /safari/history, /device/isLocked, "
        "/event/tombstone (a deletion) and others."),
    column<&Row::started>("When it began, UTC by device clock.").event("knowledge_event"),
    column<&Row::ended>("When it ended, UTC by device clock."),
    column<&Row::created>("When the row was written, UTC by device clock."),
    column<&Row::bundle_id>("Other streams below /app and /notification: bundle identifier of the app.")
        .relation(Relation::executed),
    column<&Row::installed_app>("/app/install: bundle identifier of the app.").relation(Relation::installed),
    column<&Row::url>("The address, where the value is one.").relation(Relation::visited),
    column<&Row::value>("The value as text, where it is neither an app nor an address."),
    column<&Row::number>("The value as a whole number: 1 locked, lit, plugged in; 0 not."),
    column<&Row::real>("The value as a number, where it is no whole one."),
    column<&Row::source_bundle>("Which app gave the event.").relation(Relation::executed),
    column<&Row::device>("Which device it came from; NULL for this one."),
    column<&Row::utc_offset_seconds>("Seconds that the device's zone was east of Greenwich then."),
    column<&Row::uuid>("Identifier of the event."),
    column<&Row::metadata>(
        "Columns of the joined metadata that are neither NULL nor 0 nor empty, as JSON, at most 16 "
        "KiB; of blobs their size."),
};
constexpr TableSchema schema = table<Row>("ios_knowledge_c", "One row per event of knowledgeC.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/CoreDuet/Knowledge/knowledgeC.db",
    "/private/var/db/CoreDuet/Knowledge/knowledgeC.db",
};

// The wide table of what else is known of an event, asked row by row.
class Metadata {
 public:
  static Result<Metadata> open(const SqliteView& db) {
    Metadata metadata;
    if (db.has_column("ZSTRUCTUREDMETADATA", "Z_PK"))
      metadata.query_ = TRY(db.query("SELECT * FROM ZSTRUCTUREDMETADATA WHERE Z_PK = ?", {std::int64_t{0}}));
    return metadata;
  }
  /// Empty when there is none, or when its page is damaged.
  Result<std::string> read(std::int64_t id) {
    if (!query_) return std::string();
    SqliteValue value[] = {id};
    TRY(query_->rewind(value));
    auto there = query_->step();
    if (!there || !*there) return std::string();
    JsonWriter json(false);
    json.object();
    bool any = false;
    for (int i = 0; i < query_->column_count() && json.text().size() < most; ++i) any |= write(i, json);
    return any ? json.end().take() : std::string();
  }

 private:
  static constexpr std::size_t most = 16'384;

  bool write(int column, JsonWriter& json) {
    std::string_view name = query_->name(column);
    if (name == "Z_PK" || name == "Z_ENT" || name == "Z_OPT") return false;
    switch (query_->type(column)) {
      case SqliteType::null:
        return false;
      case SqliteType::integer:
        if (query_->integer(column) == 0) return false;
        json.member(name, *query_->integer(column));
        return true;
      case SqliteType::real:
        json.member(name, *query_->real(column));
        return true;
      case SqliteType::text: {
        auto text = query_->text(column).value_or("");
        if (text.empty()) return false;
        json.member(name, text.substr(0, most));
        return true;
      }
      case SqliteType::blob:
        json.key(name)
            .object()
            .member("bytes", static_cast<std::uint64_t>(query_->blob(column)->size()))
            .end();
        return true;
    }
    return false;
  }
  std::optional<Query> query_;
};

bool is_url(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

void use_value(std::string_view value, Row& row) {
  if (is_url(value))
    row.url = Url{value};
  else if (row.stream == "/app/install")
    row.installed_app = AppId{value};
  else if (row.stream.starts_with("/app/") || row.stream.starts_with("/notification/"))
    row.bundle_id = AppId{value};
  else
    row.value = Prose{value};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("ZOBJECT", {"Z_PK", "ZSTREAMNAME", "ZSTARTDATE"}));
  auto sources = TRY(SideTable::open(db, "ZSOURCE", "Z_PK", {"ZBUNDLEID", "ZDEVICEID"}));
  auto metadata = TRY(Metadata::open(db));
  auto rows = TRY(NamedRows::open(db, "ZOBJECT"));
  while (TRY(rows.step())) {
    Row row{.stream = rows.text("ZSTREAMNAME").value_or(""),
            .started = rows.time("ZSTARTDATE", time_from_cocoa_seconds),
            .ended = rows.time("ZENDDATE", time_from_cocoa_seconds),
            .created = rows.time("ZCREATIONDATE", time_from_cocoa_seconds),
            .number = rows.integer("ZVALUEINTEGER"),
            .real = rows.real("ZVALUEDOUBLE"),
            .utc_offset_seconds = rows.integer("ZSECONDSFROMGMT"),
            .uuid = rows.text("ZUUID")};
    if (auto value = rows.filled("ZVALUESTRING")) use_value(*value, row);
    if (auto source = rows.integer("ZSOURCE")) {
      TRY(sources.seek(*source));
      row.source_bundle = sources.text<AppId>(0);
      row.device = sources.text(1);
    }
    std::string more;
    if (auto id = rows.integer("ZSTRUCTUREDMETADATA")) more = TRY(metadata.read(*id));
    if (!more.empty()) row.metadata = Json{more};
    out.add(at_row("ZOBJECT", rows.rowid()), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.knowledge_c",
    .title = "Use of apps and of the phone (knowledgeC)",
    .source =
        "knowledgeC.db of iOS 11 to 18, kept about four weeks; ios-artifacts.md 4.4; columns checked on one "
        "of "
        "macOS 10.13",
    .platform = Platform::ios,
    .question = Question::processes,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .in_dumps = Presence::always,
    .since = 11,
};

}  // namespace bridle::ios::knowledge_c

#include <string>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::calls {
namespace {

struct Row {
  std::string_view kind;
  std::int64_t call_id;
  std::optional<Time> date;
  Relation relation;
  std::optional<Handle> handle;
  std::optional<Prose> name;
  std::optional<bool> outgoing;
  std::optional<bool> answered;
  std::optional<double> duration_seconds;
  std::optional<std::int64_t> call_type;
  std::string_view call_type_name;
  std::optional<AppId> provider;
  std::optional<std::string_view> location;
  std::optional<std::string_view> country;
  std::optional<bool> is_read;
  std::optional<std::int64_t> disconnected_cause;
  std::optional<std::string_view> unique_id;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>("call, or participant: a further handle of a call, with the values of that call."),
    column<&Row::call_id>("Z_PK of the call, counted up and never used twice; up to iOS 7 its ROWID."),
    column<&Row::date>("When it began, UTC by device clock, 1 us steps (1 s up to iOS 7); NULL for 0.")
        .event("call"),
    column<&Row::relation>("sent: the owner called; received; mentioned when unsaid."),
    column<&Row::handle>("The other side: phone number, e-mail address or an app's own name for it."),
    column<&Row::name>("Its name as the network or the app gave it."),
    column<&Row::outgoing>("Whether the owner called: ZORIGINATED; up to iOS 7 the lowest bit of flags."),
    column<&Row::answered>("Whether the call was answered."),
    column<&Row::duration_seconds>("How long it lasted, in seconds."),
    column<&Row::call_type>("ZCALLTYPE: 0 another app, 1 telephone, 8 FaceTime video, 16 FaceTime audio."),
    column<&Row::call_type_name>("The same in words; empty for other values."),
    column<&Row::provider>("The app or service that carried the call: com.apple.Telephony and others."),
    column<&Row::location>("Place that the number belongs to, as the phone shows it."),
    column<&Row::country>("Country of the number, two letters."),
    column<&Row::is_read>("Whether the owner saw that it was missed."),
    column<&Row::disconnected_cause>("Why it ended, as stored."),
    column<&Row::unique_id>("Identifier of the call, the same on all devices of an account."),
    column<&Row::others>(
        "All other columns of the call that are neither NULL, 0 nor empty, as JSON; blobs as base64, the "
        "first 64 KiB of each."),
};
constexpr TableSchema schema =
    table<Row>("ios_calls", "One row per call, and one per further participant of it.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/CallHistoryDB/CallHistory.storedata",
    "/private/var/mobile/Library/CallHistoryDB/CallHistoryTemp.storedata",
    "/private/var/wireless/Library/CallHistory/call_history.db",
    "/private/var/mobile/Library/CallHistory/call_history.db",
};

std::string_view name_of_type(std::optional<std::int64_t> type) {
  switch (type.value_or(-1)) {
    case 0:
      return "other app";
    case 1:
      return "telephone";
    case 8:
      return "FaceTime video";
    case 16:
      return "FaceTime audio";
    default:
      return "";
  }
}

Relation relation_of(std::optional<bool> outgoing) {
  if (!outgoing) return Relation::mentioned;
  return *outgoing ? Relation::sent : Relation::received;
}

template <class T>
std::optional<T> some(std::optional<std::string_view> text) {
  return text && !text->empty() ? std::optional(T{*text}) : std::nullopt;
}

// Core Data puts the numbers of its entities into the names of this join table and of its columns.
struct Join {
  std::string table, call, handle;
};
Join find_join(const SqliteView& db) {
  for (const std::string& table : db.tables()) {
    if (!table.starts_with("Z_") || !table.ends_with("REMOTEPARTICIPANTHANDLES")) continue;
    Join join{table, {}, {}};
    for (const std::string& column : db.columns(table)) {
      if (column.ends_with("REMOTEPARTICIPANTCALLS")) join.call = column;
      if (column.ends_with("REMOTEPARTICIPANTHANDLES")) join.handle = column;
    }
    if (!join.call.empty() && !join.handle.empty()) return join;
  }
  return {};
}

class Participants {
 public:
  static Result<Participants> open(const SqliteView& db) {
    Join join = find_join(db);
    return Participants{TRY(SideTable::open(db, join.table, join.call, {join.handle})),
                        TRY(SideTable::open(db, "ZHANDLE", "Z_PK", {"ZVALUE", "ZNORMALIZEDVALUE"}))};
  }
  Result<> add(Row row, const Locator& where, Rows<Row>& out) {
    row.kind = "participant";
    row.others.reset();
    std::string own(row.handle.value_or(Handle{}).text);
    TRY(joins_.seek(row.call_id));
    for (std::size_t i = 0; i < joins_.count(); ++i) {
      TRY(handles_.seek(joins_.integer(0, i).value_or(0)));
      row.handle = some<Handle>(handles_.text(0));
      if (!row.handle) row.handle = some<Handle>(handles_.text(1));
      if (row.handle && row.handle->text != own) out.add(where, row);
    }
    return {};
  }

 private:
  Participants(SideTable joins, SideTable handles) : joins_(std::move(joins)), handles_(std::move(handles)) {}
  SideTable joins_, handles_;
};

Result<> read_calls(const SqliteView& db, Rows<Row>& out) {
  TRY(db.require("ZCALLRECORD", {"ZDATE", "ZDURATION", "ZADDRESS"}));
  auto participants = TRY(Participants::open(db));
  auto rows = TRY(NamedRows::open(db, "ZCALLRECORD"));
  while (TRY(rows.step())) {
    Row row{.kind = "call",
            .call_id = rows.integer("Z_PK").value_or(rows.rowid()),
            .date = rows.time("ZDATE", time_from_cocoa_seconds),
            .handle = some<Handle>(rows.text_or_bytes("ZADDRESS")),
            .name = some<Prose>(rows.text_or_bytes("ZNAME")),
            .outgoing = rows.boolean("ZORIGINATED"),
            .answered = rows.boolean("ZANSWERED"),
            .duration_seconds = rows.real("ZDURATION"),
            .call_type = rows.integer("ZCALLTYPE"),
            .provider = some<AppId>(rows.text_or_bytes("ZSERVICE_PROVIDER")),
            .location = some<std::string_view>(rows.text_or_bytes("ZLOCATION")),
            .country = some<std::string_view>(rows.text_or_bytes("ZISO_COUNTRY_CODE")),
            .is_read = rows.boolean("ZREAD"),
            .disconnected_cause = rows.integer("ZDISCONNECTED_CAUSE"),
            .unique_id = rows.text("ZUNIQUE_ID")};
    row.relation = relation_of(row.outgoing);
    row.call_type_name = name_of_type(row.call_type);
    row.others = rows.others<Json>();
    Locator where = at_row("ZCALLRECORD", rows.rowid());
    out.add(where, row);
    TRY(participants.add(row, where, out));
  }
  return {};
}

Result<Time> from_seconds(std::int64_t seconds) {
  return time_from_unix_seconds(seconds);
}

Result<> read_old_calls(const SqliteView& db, Rows<Row>& out) {
  TRY(db.require("call", {"address", "date", "duration", "flags"}));
  auto rows = TRY(NamedRows::open(db, "call"));
  while (TRY(rows.step())) {
    Row row{.kind = "call",
            .call_id = rows.rowid(),
            .date = rows.time("date", from_seconds),
            .handle = some<Handle>(rows.text_or_bytes("address")),
            .name = some<Prose>(rows.text("name")),
            .duration_seconds = rows.real("duration"),
            .is_read = rows.boolean("read")};
    if (auto flags = rows.integer("flags")) row.outgoing = (*flags & 1) != 0;
    rows.give_back("flags");  // it says more than the direction
    row.relation = relation_of(row.outgoing);
    row.others = rows.others<Json>();
    out.add(at_row("call", row.call_id), row);
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  return db.has_table("call") ? read_old_calls(db, out) : read_calls(db, out);
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.calls",
    .title = "Calls",
    .source =
        "CallHistory.storedata of iOS 8 to 18 and its staging copy, call_history.db before; ios-artifacts.md "
        "2.3",
    .platform = Platform::ios,
    .question = Question::messages,
    .presence = Presence::encrypted,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::calls

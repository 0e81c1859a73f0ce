#include <vector>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::sms_gaps {
namespace {

struct Row {
  std::int64_t first_missing;
  std::int64_t last_missing;
  std::int64_t count;
  std::optional<std::int64_t> previous_id;
  std::optional<Time> previous_date;
  std::optional<std::int64_t> next_id;
  std::optional<Time> next_date;
};

constexpr std::array columns{
    column<&Row::first_missing>("First ROWID that no message has."),
    column<&Row::last_missing>("Last one of the run."),
    column<&Row::count>(
        "How many are missing. Messages were there and are gone: deleted by the owner, by the retention "
        "setting, by synchronisation or by somebody else."),
    column<&Row::previous_id>("ROWID of the message before the gap; NULL when the gap begins the table."),
    column<&Row::previous_date>(
        "When that message was sent or arrived, UTC by device clock, 1 ns steps since iOS 11 and 1 s "
        "before. Messages that came by synchronisation do not stand in the order of their dates.")
        .event("sms_gap"),
    column<&Row::next_id>(
        "ROWID of the message after the gap; NULL for a gap at the end, up to the last ROWID that "
        "sqlite_sequence says was given."),
    column<&Row::next_date>("When that message was sent or arrived, as above."),
};
constexpr TableSchema schema =
    table<Row>("ios_sms_gaps", "One row per run of ROWIDs that no message in sms.db has any more.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Library/SMS/sms.db"};

struct Message {
  std::int64_t id = 0;
  std::optional<Time> date;
};

constexpr std::string_view dates[] = {"date", "is_madrid"};

// Up to iOS 5 only iMessages ("madrid") have the clock of later versions.
std::optional<Time> date_of(NamedRows& rows, bool is_legacy) {
  if (!is_legacy || rows.flag("is_madrid")) return rows.time("date", time_from_cocoa_seconds_or_ns);
  return rows.time("date", static_cast<Result<Time> (*)(std::int64_t)>(time_from_unix_seconds));
}

void add_gap(const Message& before, std::int64_t last_missing, const Message* after, Rows<Row>& out) {
  Row row{.first_missing = before.id + 1, .last_missing = last_missing, .count = last_missing - before.id};
  if (before.id > 0) {
    row.previous_id = before.id;
    row.previous_date = before.date;
  }
  if (after != nullptr) {
    row.next_id = after->id;
    row.next_date = after->date;
  }
  out.add(at_row("message", row.first_missing), row);
}

Result<std::int64_t> last_given(const SqliteView& db) {
  std::int64_t last = 0;
  if (!db.has_column("sqlite_sequence", "name") || !db.has_column("sqlite_sequence", "seq")) return last;
  auto rows = TRY(db.scan("sqlite_sequence", {"name", "seq"}));
  while (TRY(rows.step()))
    if (rows.row().text(0) == "message") last = rows.row().integer(1).value_or(0);
  return last;
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("message", {"date"}));
  bool is_legacy = !db.has_column("message", "handle_id") && db.has_column("message", "address");
  auto rows = TRY(NamedRows::open(db, "message", dates));
  Message before;
  while (TRY(rows.step())) {
    Message message{.id = rows.rowid(), .date = date_of(rows, is_legacy)};
    if (message.id <= before.id) continue;  // numbers that the engine never gives
    if (message.id - before.id > 1) add_gap(before, message.id - 1, &message, out);
    before = message;
  }
  if (std::int64_t last = TRY(last_given(db)); last > before.id) add_gap(before, last, nullptr, out);
  if (db.notes().has_losses()) in.note("messages on damaged pages count as missing here");
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.sms_gaps",
    .title = "Missing messages",
    .source = "ROWIDs of table message in sms.db, iOS 3 to 18, against sqlite_sequence; ios-artifacts.md 2.3",
    .platform = Platform::ios,
    .question = Question::messages,
    .presence = Presence::always,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::sms_gaps

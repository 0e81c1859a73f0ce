#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::sim_cards {
namespace {

struct Row {
  std::optional<std::string_view> iccid;
  std::optional<Phone> number;
  std::optional<Time> updated;
  std::optional<std::int64_t> slot;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::iccid>("Serial number of the SIM card."),
    column<&Row::number>("Telephone number of the card, as the network gave it."),
    column<&Row::updated>("When the phone last noted the card, UTC by device clock.").event("sim_seen"),
    column<&Row::slot>("Where the card is or was: 1, or 2 for a second one."),
    column<&Row::others>("All other columns that are neither NULL, 0 nor empty, as JSON."),
};
constexpr TableSchema schema =
    table<Row>("ios_sim_cards", "One row per SIM card that the phone remembers.", columns);

constexpr std::string_view paths[] = {"/private/var/wireless/Library/Databases/CellularUsage.db"};

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("subscriber_info", {"last_update_time"}));
  auto rows = TRY(NamedRows::open(db, "subscriber_info"));
  while (TRY(rows.step())) {
    Row row{.iccid = rows.filled("subscriber_id"),
            .number = rows.filled<Phone>("subscriber_mdn"),
            .updated = rows.time("last_update_time", time_from_cocoa_seconds),
            .slot = rows.integer("slot_id")};
    row.others = rows.others<Json>();
    out.add(at_row("subscriber_info", rows.rowid()), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.sim_cards",
    .title = "SIM cards",
    .source = "CellularUsage.db of iOS 7 to 18, table subscriber_info; ios-artifacts.md 4.16",
    .platform = Platform::ios,
    .question = Question::device,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::sim_cards

#include <string>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::whatsapp_lids {
namespace {

struct Row {
  std::int64_t pair_id;
  std::string_view lid;
  std::optional<Phone> phone;
  std::optional<Time> recorded;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::pair_id>("Z_PK of the pair."),
    column<&Row::lid>("The id that hides a number in groups: the part of a JID before @lid."),
    column<&Row::phone>("The number it belongs to, with +."),
    column<&Row::recorded>("When the phone learnt it, UTC by device clock, 1 s steps.")
        .event("lid_pair_recorded"),
    column<&Row::others>("Other columns that are neither NULL nor 0 nor empty."),
};
constexpr TableSchema schema =
    table<Row>("ios_whatsapp_lids", "One row per pair of a WhatsApp id and a phone number.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Containers/Shared/AppGroup/*/LID.sqlite",
                                      "/private/var/mobile/Containers/Shared/AppGroup/*/ChatStorage.sqlite"};

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  // The pairs stand in one of the two files, by generation: an empty-handed ChatStorage is no fault.
  if (in.entry().path.ends_with("ChatStorage.sqlite") && !db.has_table("ZWAPHONENUMBERLIDPAIR")) return {};
  TRY(db.require("ZWAPHONENUMBERLIDPAIR", {"Z_PK", "ZLID", "ZPHONENUMBER"}));
  auto rows = TRY(NamedRows::open(db, "ZWAPHONENUMBERLIDPAIR"));
  while (TRY(rows.step())) {
    std::string phone(rows.text("ZPHONENUMBER").value_or(""));
    if (!phone.empty() && phone.front() != '+') phone.insert(0, "+");
    Row row{.pair_id = rows.integer("Z_PK").value_or(rows.rowid()),
            .lid = rows.text("ZLID").value_or(""),
            .recorded = rows.time("ZTIMESTAMP", time_from_cocoa_seconds)};
    if (!phone.empty()) row.phone = Phone{phone};
    if (auto others = rows.others()) row.others = Json{*others};
    out.add(at_row("ZWAPHONENUMBERLIDPAIR", rows.rowid()), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.whatsapp_lids",
    .title = "WhatsApp ids and their phone numbers",
    .source = "LID.sqlite and ChatStorage.sqlite of WhatsApp 2.24 and later; ios-artifacts.md 2.4",
    .platform = Platform::ios,
    .question = Question::contacts,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::whatsapp_lids

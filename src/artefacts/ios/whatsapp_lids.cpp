#include <string>

#include "evidence/input.h"
#include "evidence/table_reader.h"
#include "records/artefact.h"

namespace bridle::ios::whatsapp_lids {
namespace {

struct Row {
  std::string_view lid;
  std::optional<Phone> phone;
  std::optional<Time> recorded;
  std::optional<Json> others;
};

constexpr std::array columns{
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
  auto rows =
      TRY(TableReader::open(db, "ZWAPHONENUMBERLIDPAIR", {"Z_PK", "ZLID", "ZPHONENUMBER", "ZTIMESTAMP"}));
  while (TRY(rows.step())) {
    std::string phone(rows.text(2).value_or("")), others = rows.others();
    if (!phone.empty() && phone.front() != '+') phone.insert(0, "+");
    Row row{.lid = rows.text(1).value_or(""), .recorded = rows.cocoa_time(3)};
    if (!phone.empty()) row.phone = Phone{phone};
    if (!others.empty()) row.others = Json{others};
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
